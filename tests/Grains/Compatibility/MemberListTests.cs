using System.Reflection;

namespace SessionGrains.Grains.Tests.Compatibility;

/// <summary>The names and numbers by which versions understand each other (docs/compatibility.md#stored-data): some may come, none may go or change.</summary>
public sealed class MemberListTests
{
    private const string MembersFile = "members.txt";
    private const string CallsFile = "calls.txt";

    public static TheoryData<string> Versions => ReleasedVersion.All;

    [Theory]
    [MemberData(nameof(Versions))]
    public void No_member_of_a_released_version_is_gone_or_has_another_type(string version)
    {
        ReleasedVersion.RecordIfAsked(MembersFile, Members);

        Assert.Empty(ReleasedVersion.Read(version, MembersFile).Except(Members()));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void No_call_between_processes_of_a_released_version_is_gone_or_has_other_parameters(string version)
    {
        ReleasedVersion.RecordIfAsked(CallsFile, Calls);

        Assert.Empty(ReleasedVersion.Read(version, CallsFile).Except(Calls()));
    }

    [Fact]
    public void Everything_that_is_serialized_has_an_alias()
    {
        var without = typeof(SessionView).Assembly.GetTypes().Where(static type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null && WireType.AliasOf(type) is null);

        // Has no members, and no other version than this process reads it.
        Assert.Equal(["SessionPlacement"], without.Select(static type => type.Name));
    }

    private static string[] Members() =>
        [.. WireType.All.Values.SelectMany(static type => type.Members.Select(member => $"{type.Alias} {member.Id}: {member.TypeName}").DefaultIfEmpty($"{type.Alias} -")).Order(StringComparer.Ordinal)];

    private static string[] Calls() =>
    [
        .. from grain in typeof(SessionView).Assembly.GetTypes()
           where grain.IsInterface && WireType.AliasOf(grain) is not null
           from method in grain.GetMethods()
           let name = method.GetCustomAttribute<AliasAttribute>()?.Alias ?? method.Name
           let call = $"{WireType.AliasOf(grain)} {name}({string.Join(", ", method.GetParameters().Select(static parameter => NameOf(parameter.ParameterType)))}): {NameOf(method.ReturnType)}"
           orderby call
           select call,
    ];

    private static string NameOf(Type type) =>
        type.IsArray ? NameOf(type.GetElementType()!) + "[]"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : WireType.AliasOf(type) ?? type.Name;
}
