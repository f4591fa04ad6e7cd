using System.Collections;

namespace SessionGrains.Grains.Tests.Compatibility;

/// <summary>Values as text, with the members that a released version has and no others.</summary>
/// <param name="members">The ids of each alias in that version.</param>
internal sealed class WireText(IReadOnlyDictionary<string, HashSet<uint>> members)
{
    public string Of(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        Exception failure => $"'{failure.Message}'{OfMembers(failure)}",
        byte[] bytes => $"0x{Convert.ToHexStringLower(bytes)}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Of))}]",
        Enum named => Convert.ToInt64(named, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        _ when WireType.Of(value.GetType()) is not null => OfMembers(value),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private string OfMembers(object value)
    {
        var type = WireType.Of(value.GetType())!;
        var known = members[type.Alias];
        return $"{{{string.Join("; ", type.Members.Where(member => known.Contains(member.Id)).Select(member => $"{member.Id}={Of(member.Get(value))}"))}}}";
    }
}
