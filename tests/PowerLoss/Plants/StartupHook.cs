using System.Reflection;
using System.Runtime.Loader;
using SessionGrains.PowerLoss.Tests;

/// <summary>
/// What .NET runs before the program's own first line if <c>DOTNET_STARTUP_HOOKS</c> names this assembly. It puts a bug into the real server, whose code knows
/// nothing of it.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        // Orleans loads the assemblies this one references; the server's own folder does not have them.
        AssemblyLoadContext.Default.Resolving += static (context, name) => Find(name) is { } path ? context.LoadFromAssemblyPath(path) : null;
        PlantedBackend.Plant();
    }

    private static string? Find(AssemblyName name)
    {
        var path = Path.Combine(Path.GetDirectoryName(typeof(StartupHook).Assembly.Location)!, name.Name + ".dll");
        return File.Exists(path) ? path : null;
    }
}
