using System.Reflection;

namespace SessionGrains.Grains.Tests.Compatibility;

/// <summary>A member with an id: the field behind a property that has one.</summary>
internal sealed class WireMember(uint id, MemberInfo member)
{
    public uint Id => id;

    public Type Type { get; } = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    /// <summary>How the type is written in a list that is kept: the alias of one of ours, so that it may move and be renamed.</summary>
    public string TypeName => NameOf(Type);

    public object? Get(object owner) => member is PropertyInfo property ? property.GetValue(owner) : ((FieldInfo)member).GetValue(owner);

    public void Set(object owner, object? value)
    {
        if (member is PropertyInfo { SetMethod: { } setter })
        {
            setter.Invoke(owner, [value]);
            return;
        }

        var field = member as FieldInfo ?? member.DeclaringType!.GetField($"<{member.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)!;
        field.SetValue(owner, value);
    }

    private static string NameOf(Type type) =>
        type.IsArray ? NameOf(type.GetElementType()!) + "[]"
        : Nullable.GetUnderlyingType(type) is { } value ? NameOf(value) + "?"
        : type.IsEnum ? $"enum:{type.Name}:{Enum.GetUnderlyingType(type).Name}"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : WireType.AliasOf(type) ?? type.Name;
}
