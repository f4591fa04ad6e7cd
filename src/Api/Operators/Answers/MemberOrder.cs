using System.Text.Json.Serialization.Metadata;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>Writes members of a base type before those of the types derived from it. System.Text.Json does the opposite.</summary>
internal static class MemberOrder
{
    public static void BaseFirst(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            member.Order = DepthOf(member.DeclaringType);
        }
    }

    private static int DepthOf(Type type) => type.BaseType is { } parent ? 1 + DepthOf(parent) : 0;
}
