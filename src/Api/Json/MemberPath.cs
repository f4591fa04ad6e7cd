using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace SessionGrains.Api.Json;

/// <summary>
/// The way from the root to where the reader stands, kept as positions in the body: going in and out costs two integers, and a JSON
/// pointer is only spelled out for a violation.
/// </summary>
internal struct MemberPath
{
    /// <summary>Levels that a body may have (decisions.md section 2).</summary>
    public const int MaxDepth = 32;

    private const int LongestName = 100;

    /// <summary>Characters of a pointer: what a hostile body could make of its depth would be said again with each of its mistakes.</summary>
    private const int LongestPointer = 256;

    private Steps _steps;
    private int _depth;

    /// <summary>Goes to the member whose name the reader stands on.</summary>
    public void EnterMember(ref Utf8JsonReader json) => _steps[_depth++] = new Step((int)json.TokenStartIndex, json.ValueSpan.Length);

    /// <summary>Goes to an item of an array.</summary>
    public void EnterItem(int index) => _steps[_depth++] = new Step(index, Step.IsItem);

    public void Leave() => _depth--;

    /// <summary>The JSON pointer (RFC 6901) of this place, or of a place below it. A long one is cut, as long names in it are.</summary>
    /// <param name="body">The body that the steps are positions in.</param>
    /// <param name="below">Names of members from here on.</param>
    public readonly string ToPointer(ReadOnlySpan<byte> body, params ReadOnlySpan<string> below)
    {
        var pointer = new StringBuilder();
        for (int i = 0; i < _depth && pointer.Length <= LongestPointer; i++)
        {
            Step step = _steps[i];
            if (step.Length == Step.IsItem) pointer.Append('/').Append(step.Start);
            else AppendName(pointer, JsonText.Beginning(body.Slice(step.Start + 1, step.Length), LongestName + 1));
        }

        foreach (string name in below) AppendName(pointer, name);
        return pointer.Length <= LongestPointer ? pointer.ToString() : JsonText.Quote(pointer.ToString(), LongestPointer - 1);
    }

    private static void AppendName(StringBuilder pointer, string name) =>
        pointer.Append('/').Append(JsonText.Quote(name, LongestName).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));

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
