using System.Reflection;
using System.Runtime.CompilerServices;

namespace SessionGrains.Api.Tests;

/// <summary>The version that the build put into the assembly, and where it comes from.</summary>
internal static class BuiltVersion
{
    /// <summary>Such as <c>0.1.0-dev+1a2b3c4d5e6f</c>: of the commit the first twelve digits.</summary>
    public static string Text { get; } = Regex.Replace(
        typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion, @"(\+.{12}).*$", "$1");

    /// <summary>The numbers in <c>Directory.Build.props</c>.</summary>
    public static string Prefix { get; } = Regex.Match(FromTop("Directory.Build.props"), "<VersionPrefix>(.+)</VersionPrefix>").Groups[1].Value;

    /// <summary>The text of a file at the top of the repository.</summary>
    public static string FromTop(string file, [CallerFilePath] string here = "") => File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../..", file));
}
