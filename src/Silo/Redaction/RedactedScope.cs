using System.Collections;

namespace SessionGrains.Silo.Redaction;

/// <summary>A log scope without session ids and credentials, redacted when read, since most scopes are never written.</summary>
internal sealed class RedactedScope(object state) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private IReadOnlyList<KeyValuePair<string, object?>>? _values;

    public int Count => Values.Count;

    private IReadOnlyList<KeyValuePair<string, object?>> Values
    {
        get
        {
            var found = false;
            return _values ??= RedactedValues.Of(state, ref found);
        }
    }

    public KeyValuePair<string, object?> this[int index] => Values[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => RedactedText.Of(state.ToString() ?? "");
}
