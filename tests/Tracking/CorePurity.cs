using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using SessionGrains.Rooms;
using SessionGrains.Sessions;
using SessionGrains.Sessions.Stored;
using SessionGrains.Stores;

namespace SessionGrains.Tracking.Tests;

/// <summary>The core is plain C#: it uses nothing of Orleans, makes no code, and remembers nothing outside of its sessions.</summary>
public sealed class CorePurity
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly string[] Impure = ["Orleans", "System.Reflection", "System.Linq.Expressions", "System.Threading"];

    private static readonly Dictionary<int, OpCode> OpCodesByValue =
        typeof(OpCodes).GetFields(BindingFlags.Static | BindingFlags.Public).Select(static field => (OpCode)field.GetValue(null)!).ToDictionary(static code => code.Value & 0xffff);

    private static readonly Type[] Core =
        [.. typeof(Session).Assembly.GetTypes().Where(static type => type.Namespace == "SessionGrains.Tracking" || type.Namespace?.StartsWith("SessionGrains.Tracking.", StringComparison.Ordinal) == true)];

    [Fact]
    public void The_core_uses_no_type_of_Orleans_and_none_that_makes_code_or_shares_between_threads()
    {
        Assert.Contains(typeof(TrackingState), Core);
        Assert.Empty(Core.SelectMany(UsesOfImpure));
    }

    [Fact]
    public void The_core_has_no_static_state() => Assert.Empty(Core.SelectMany(MutableStatics));

    [Fact]
    public void What_is_not_pure_is_found()
    {
        Assert.NotEmpty(UsesOfImpure(typeof(StoredEnd)));
        Assert.NotEmpty(UsesOfImpure(typeof(StoreUnavailableException)));
        Assert.NotEmpty(UsesOfImpure(typeof(OpenSessions)));
        Assert.NotEmpty(MutableStatics(typeof(SharedTexts)));
    }

    /// <summary>The compiler marks each type that has an indexer with DefaultMemberAttribute.</summary>
    private static IEnumerable<string> UsesOfImpure(Type type) =>
        Used(type).Where(static used => used != typeof(DefaultMemberAttribute) && Impure.Any(name => used.Namespace == name || used.Namespace?.StartsWith(name + ".", StringComparison.Ordinal) == true))
            .Select(used => $"{type} uses {used}").Distinct();

    private static IEnumerable<string> MutableStatics(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute))
            ? []
            : type.GetFields(All).Where(static field => field.IsStatic && !field.IsLiteral && !(field.IsInitOnly && IsUnchanging(field.FieldType))).Select(field => $"{type}.{field.Name}");

    /// <summary>No array and no collection; of an object of the core's own, that all its fields are set once.</summary>
    private static bool IsUnchanging(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        || (Core.Contains(type) && type.GetFields(All).All(static field => field.IsStatic || field.IsInitOnly));

    private static IEnumerable<Type> Used(Type type) =>
        new[] { type.BaseType }.Concat(type.GetInterfaces()).OfType<Type>()
            .Concat(Attributes(type))
            .Concat(type.GetMembers(All).SelectMany(Attributes))
            .Concat(type.GetFields(All).Select(static field => field.FieldType))
            .Concat(type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)).SelectMany(UsedBy))
            .SelectMany(Parts);

    private static IEnumerable<Type> Attributes(MemberInfo member) => member.GetCustomAttributesData().Select(static attribute => attribute.AttributeType);

    private static IEnumerable<Type> UsedBy(MethodBase method) =>
        method.GetParameters().SelectMany(static parameter => parameter.GetCustomAttributesData().Select(static attribute => attribute.AttributeType).Append(parameter.ParameterType))
            .Concat(method is MethodInfo { ReturnType: var returned } ? [returned] : [])
            .Concat(method.GetMethodBody() is { } body ? body.LocalVariables.Select(static local => local.LocalType).Concat(UsedIn(method, body.GetILAsByteArray()!)) : []);

    /// <summary>The types that instructions name, and those that have the members that they name.</summary>
    private static IEnumerable<Type> UsedIn(MethodBase method, byte[] code)
    {
        var ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at++] is var first && first == 0xfe ? 0xfe00 | code[at++] : first;
            var operand = OpCodesByValue[value].OperandType;
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                var member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod);
                yield return member as Type ?? member!.DeclaringType!;
            }

            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    /// <summary>A type with what it is made of.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];
}
