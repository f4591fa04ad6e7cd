using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Storage;

/// <summary>
/// The number of the form in which sessions are stored, kept with them. It grows when programs of before could not read what is written now; members that are
/// added to records leave it (docs/compatibility.md#stored-data). Programs that know one number run beside each other on one store.
/// </summary>
internal static class StoreFormat
{
    /// <summary>5 since 0.1.0: lists of ads, ad breaks, chapters and errors begin with the newest entry.</summary>
    public const int Number = 5;

    /// <param name="place">What has the other format, such as <c>The session database 'data/sessions.db'</c>.</param>
    /// <param name="format">Its format.</param>
    /// <param name="writer">The version of the program that gave it this format; null if it does not say.</param>
    /// <param name="otherwise">How to start this program without it.</param>
    public static StartRefusedException Refuse(string place, string format, string? writer, string otherwise)
    {
        var isNewer = int.TryParse(format, System.Globalization.CultureInfo.InvariantCulture, out var number) && number > Number;
        return new(
            $"{place} was written by SessionGrains {writer ?? (isNewer ? "of a newer version" : "of before 0.1.0")} (format {format}); this is {ProgramVersion.Text}, which reads format {Number}: "
            + (isNewer ? $"start that version or a newer one, or {otherwise}." : $"{otherwise}."));
    }
}
