using Microsoft.Extensions.Primitives;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>Reads flags in query strings: true or false, once. An absent flag is false.</summary>
internal static class QueryFlag
{
    public static bool TryRead(StringValues sent, out bool isSet)
    {
        isSet = false;
        return sent.Count == 0 || (sent.Count == 1 && bool.TryParse(sent[0], out isSet));
    }
}
