using Microsoft.Extensions.Primitives;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>Reads flags in query strings: <c>true</c> or <c>false</c>, in lower case. An absent flag is false.</summary>
internal static class QueryFlag
{
    public static bool TryRead(StringValues sent, out bool isSet)
    {
        isSet = sent is ["true"];
        return isSet || sent is [] or ["false"];
    }
}
