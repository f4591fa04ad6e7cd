using System.Runtime.CompilerServices;

namespace SessionGrains.Api.Json;

/// <summary>
/// The path from the root to the reader's position, stored as positions in the body: a step costs two integers, and a JSON pointer is only built for a violation.
/// </summary>
internal struct MemberPath
{
    /// <summary>Maximum nesting depth of a body (docs/protocol.md#2-reading-a-request).</summary>
    public const int MaxDepth = 32;

    private const int MaxNameLength = 100;

    /// <summary>Maximum characters of a pointer. Without it, a deeply nested body would repeat its whole depth with each violation.</summary>
    private const int MaxPointerLength = 256;

    private Steps _steps;
    private int _depth;

    /// <summary>Descends to the member whose name the reader is at.</summary>
    public void EnterMember(ref Utf8JsonReader json) => _steps[_depth++] = new Step((int)json.TokenStartIndex, json.ValueSpan.Length);

    public void EnterItem(int index) => _steps[_depth++] = new Step(index, Step.IsItem);

    public void Leave() => _depth--;

    /// <summary>The JSON pointer (RFC 6901) of this position or of a member below it. Long names, and a long pointer, are cut.</summary>
    /// <param name="body">The body that the positions refer to.</param>
    /// <param name="below">Names of members below this position.</param>
    public readonly string ToPointer(ReadOnlySpan<byte> body, params ReadOnlySpan<string> below)
    {
        var pointer = new StringBuilder();
        for (var i = 0; i < _depth && pointer.Length <= MaxPointerLength; i++)
        {
            var step = _steps[i];
            if (step.Length == Step.IsItem) pointer.Append('/').Append(step.Start);
            else AppendName(pointer, JsonText.Beginning(body.Slice(step.Start + 1, step.Length), MaxNameLength + 1));
        }

        foreach (var name in below) AppendName(pointer, name);
        return pointer.Length <= MaxPointerLength ? pointer.ToString() : JsonText.Quote(pointer.ToString(), MaxPointerLength - 1);
    }

    private static void AppendName(StringBuilder pointer, string name) =>
        pointer.Append('/').Append(JsonText.Quote(name, MaxNameLength).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));

    private readonly record struct Step(int Start, int Length)
    {
        public const int IsItem = -1;
    }

    [InlineArray(MaxDepth)]
    private struct Steps
    {
        private Step _first;
    }
}
