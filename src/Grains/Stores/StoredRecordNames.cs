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
}
