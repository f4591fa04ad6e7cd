using System.Text.Json;
using SessionGrains.Api.Json;

namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>The members of an object on the wire, and what becomes of names that are not among them.</summary>
internal sealed class ObjectShape
{
    private readonly Member[] _members;
    private readonly NameTable _names;

    public ObjectShape(params Member[] members)
    {
        // The reader keeps what it has seen in the bits of a ulong.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(members.Length, 64);
        _members = members;
        _names = new NameTable(members.Select(m => m.Name));
        for (int i = 0; i < members.Length; i++)
        {
            if (members[i].Required) RequiredBits |= 1UL << i;
        }
    }

    /// <summary>An object without rules, except those of JSON itself.</summary>
    public static ObjectShape Free { get; } = new() { IsFree = true };

    public ReadOnlySpan<Member> Members => _members;

    /// <summary>The rule for every other name; null where other names are unknown members.</summary>
    public Member? Others { get; init; }

    /// <summary>True where every other name must be a metadata key (<see cref="MetadataKeys"/>).</summary>
    public bool OthersAreMetadata { get; init; }

    /// <summary>True where any name with any value will do and is not even unknown.</summary>
    public bool IsFree { get; private init; }

    /// <summary>The positions of the required members as a bit set.</summary>
    public ulong RequiredBits { get; }

    /// <summary>The position among <see cref="Members"/> of the name that the reader stands on, or −1.</summary>
    public int Find(ref Utf8JsonReader json) => _names.Find(ref json);
}
