using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace SessionGrains.Api.MediaCollection.Reading;

/// <summary>
/// The way from the root to where the reader stands, kept as positions in the body: going in and out costs two integers, and a JSON
/// pointer is only spelled out for a violation.
/// </summary>
internal struct MemberPath
{
    /// <summary>Levels that a body may have (decisions.md section 2).</summary>
    public const int MaxDepth = 32;

    private const int LongestName = 100;

    private Steps _steps;
    private int _depth;

    /// <summary>Goes to the member whose name the reader stands on.</summary>
    public void EnterMember(ref Utf8JsonReader json) => _steps[_depth++] = new Step((int)json.TokenStartIndex, json.ValueSpan.Length);

    /// <summary>Goes to an item of an array.</summary>
    public void EnterItem(int index) => _steps[_depth++] = new Step(index, Step.IsItem);

    public void Leave() => _depth--;

    /// <summary>The JSON pointer of this place (RFC 6901).</summary>
    public readonly string ToPointer(ReadOnlySpan<byte> body)
    {
        var pointer = new StringBuilder();
        for (int i = 0; i < _depth; i++)
        {
            Step step = _steps[i];
            if (step.Length == Step.IsItem) pointer.Append('/').Append(step.Start);
            else AppendName(pointer, NameAt(body, step));
        }

        return pointer.ToString();
    }

    /// <summary>Adds a name to a pointer, its <c>~</c> and <c>/</c> escaped.</summary>
    public static void AppendName(StringBuilder pointer, string name) =>
        pointer.Append('/').Append(JsonText.Cut(name, LongestName).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));

    private static string NameAt(ReadOnlySpan<byte> body, Step step)
    {
        // A step starts at the opening quote.
        ReadOnlySpan<byte> name = body.Slice(step.Start + 1, step.Length);
        if (name.Contains((byte)'\\') && JsonText.HasOnlyPairedSurrogates(name))
        {
            var quoted = new Utf8JsonReader(body.Slice(step.Start, step.Length + 2));
            quoted.Read();
            return quoted.GetString()!;
        }

        return Encoding.UTF8.GetString(name);
    }

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
