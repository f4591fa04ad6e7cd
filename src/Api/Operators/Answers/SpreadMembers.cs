using System.Text.Json.Serialization.Metadata;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>Replaces a property that has a <see cref="SpreadAttribute"/> by the members of its type, as these are written elsewhere.</summary>
internal static class SpreadMembers
{
    public static void Spread(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.ToArray())
        {
            if (property.AttributeProvider?.GetCustomAttributes(typeof(SpreadAttribute), inherit: false) is [SpreadAttribute spread])
            {
                type.Properties.Remove(property);
                foreach (var member in type.Options.GetTypeInfo(property.PropertyType).Properties.Where(member => !spread.Except.Contains(member.Name)))
                {
                    type.Properties.Add(Of(type, property, member));
                }
            }
        }
    }

    private static JsonPropertyInfo Of(JsonTypeInfo type, JsonPropertyInfo property, JsonPropertyInfo member)
    {
        var spread = type.CreateJsonPropertyInfo(member.PropertyType, member.Name);
        spread.AttributeProvider = member.AttributeProvider;
        spread.CustomConverter = member.CustomConverter;
        spread.IsGetNullable = member.IsGetNullable;
        spread.ShouldSerialize = member.ShouldSerialize is { } should ? (holder, value) => should(property.Get!(holder)!, value) : null;
        spread.Get = holder => member.Get!(property.Get!(holder)!);
        spread.Order = property.Order;
        return spread;
    }
}
