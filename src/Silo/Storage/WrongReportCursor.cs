namespace SessionGrains.Silo.Storage;

/// <summary>How every report log refuses a cursor that it did not give out.</summary>
internal static class WrongReportCursor
{
    public static FormatException Of(string cursor) => new($"'{cursor}' is not a cursor of this report log.");
}
