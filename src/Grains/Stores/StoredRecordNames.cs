namespace SessionGrains.Stores;

/// <summary>Names of the records of a session in its <c>IGrainStorage</c>.</summary>
public static class StoredRecordNames
{
    /// <summary>Key of the session store among the keyed <c>IGrainStorage</c> services.</summary>
    public const string StorageName = "sessions";

    /// <summary>The sessionStart: written once.</summary>
    public const string Start = "start";

    /// <summary>Everything that events change; rewritten by them, missing until the first one.</summary>
    public const string Progress = "progress";

    /// <summary>What events said at length of ads, ad breaks, chapters and errors: grows by what each write of the progress record appends.</summary>
    public const string Descriptions = "descriptions";

    /// <summary>All records of a session.</summary>
    public static IReadOnlyList<string> All { get; } = [Start, Progress, Descriptions];
}
