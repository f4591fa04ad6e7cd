using Microsoft.AspNetCore.WebUtilities;

namespace SessionGrains.Api.MediaEdge.Requests;

/// <summary>The query of a request, which every event has: read without keeping it.</summary>
internal static class EdgeQuery
{
    /// <summary>The first value of a name, in whichever case it is written; null for none.</summary>
    public static string? Find(HttpContext context, string name)
    {
        foreach (var pair in new QueryStringEnumerable(context.Request.QueryString.Value))
        {
            if (pair.DecodeName().Span.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return pair.DecodeValue().ToString();
            }
        }

        return null;
    }
}
