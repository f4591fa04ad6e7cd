using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Search;

/// <summary>The search keys of a session as hashes, because a silo may hold a million sessions. Hits are compared in full.</summary>
/// <param name="Media">Hash of <c>media.id</c>.</param>
/// <param name="Visitor">Hash of the first visitor id; 0 for none.</param>
/// <param name="OtherVisitors">Hashes of the others; null for none.</param>
internal readonly record struct SearchKeys(ulong Media, ulong Visitor, ulong[]? OtherVisitors)
{
    public static SearchKeys Of(StartRequest request)
    {
        var visitors = VisitorIds(request).Select(Hash).ToArray();
        return new(Hash(request.MediaId), visitors.FirstOrDefault(), visitors.Length > 1 ? visitors[1..] : null);
    }

    public static IEnumerable<string> VisitorIds(StartRequest request)
    {
        if (request.VisitorId is { } visitor)
        {
            yield return visitor;
        }

        foreach (var other in request.OtherVisitorIds ?? [])
        {
            yield return other;
        }
    }

    /// <summary>The same on every silo.</summary>
    public static ulong Hash(string text) => TextHash.Of(text);

    public bool HasVisitor(ulong visitor) => Visitor == visitor || (OtherVisitors is { } others && Array.IndexOf(others, visitor) >= 0);
}
