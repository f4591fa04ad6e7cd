using System.Reflection;

namespace SessionGrains.Grains.Tests.Compatibility;

/// <summary>A type that is stored or sent between processes, as the serializer sees it: by its alias and the ids of its members.</summary>
internal sealed class WireType(Type type)
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>All of them, by alias.</summary>
    public static IReadOnlyDictionary<string, WireType> All { get; } = typeof(SessionView).Assembly.GetTypes()
        .Where(static type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null && AliasOf(type) is not null)
        .ToDictionary(static type => AliasOf(type)!, static type => new WireType(type));

    public Type Type { get; } = type;

    public string Alias { get; } = AliasOf(type)!;

    /// <summary>The members with an id, in the order of their ids.</summary>
    public IReadOnlyList<WireMember> Members { get; } = [.. type.GetMembers(Own)
        .Select(static member => (Member: member, Id: member.GetCustomAttribute<IdAttribute>()))
        .Where(static one => one.Id is not null)
        .Select(static one => new WireMember(one.Id!.Id, one.Member))
        .OrderBy(static one => one.Id)];

    public static string? AliasOf(Type type) => type.GetCustomAttribute<AliasAttribute>()?.Alias;

    public static WireType? Of(Type type) => AliasOf(type) is { } alias ? All.GetValueOrDefault(alias) : null;
}
