using SessionGrains.Exports;

namespace SessionGrains.Silo.Exports;

/// <summary>The settings of a sink that writes files, besides those of all: the section <c>Exports:{name}</c>.</summary>
public sealed class FolderSinkOptions
{
    public const string Section = ExportOptions.Section;

    /// <summary>The folder; it is made. Each sink needs its own. Required.</summary>
    public string Path { get; set; } = "";
}
