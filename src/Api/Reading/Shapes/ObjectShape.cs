using SessionGrains.Api.Json;

namespace SessionGrains.Api.Reading.Shapes;

/// <summary>The members of a JSON object and the rule for other names.</summary>
internal sealed class ObjectShape
{
    private readonly Member[] _members;
    private readonly NameTable _names;

    public ObjectShape(params Member[] members)
    {
        // The reader tracks seen members in the bits of a ulong.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(members.Length, 64);
        _members = members;
        _names = new NameTable(members.Select(m => m.Name));
        for (var i = 0; i < members.Length; i++)
        {
            if (members[i].Required) RequiredBits |= 1UL << i;
        }
    }

    /// <summary>An object with any members.</summary>
    public static ObjectShape Free { get; } = new() { IsFree = true };

    public ReadOnlySpan<Member> Members => _members;

    /// <summary>The rule for all other names; null: they are unknown members.</summary>
    public Member? Others { get; init; }

    /// <summary>Whether all other names must be metadata keys (<see cref="MetadataKeys"/>).</summary>
    public bool OthersAreMetadata { get; init; }

    /// <summary>Whether any name with any value is allowed, without counting as unknown.</summary>
    public bool IsFree { get; init; }

    /// <summary>Bit set of the indexes of required members.</summary>
    public ulong RequiredBits { get; }

    /// <summary>The index in <see cref="Members"/> of the name that the reader is at, or −1.</summary>
    public int Find(ref Utf8JsonReader json) => _names.Find(ref json);
}
