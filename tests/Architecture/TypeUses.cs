using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace SessionGrains.Architecture.Tests;

/// <summary>One type names another one: as a base, in a signature, in an attribute or in the body of a method.</summary>
internal readonly record struct TypeUse(string From, string To);

/// <summary>
/// Reads from a compiled assembly which types use which. What the compiler makes of lambdas, iterators and async methods counts as the type that they are written in.
/// Not seen is what leaves no trace in an assembly, such as constants, <c>nameof</c> and references in comments, and the arguments of attributes.
/// </summary>
internal static class TypeUses
{
    /// <summary>What types of a namespace use of it, each once. Generated code of other namespaces is left out.</summary>
    /// <param name="assemblyPath">The assembly.</param>
    /// <param name="prefix">What the namespace begins with.</param>
    /// <param name="others">Further namespaces of which uses are read.</param>
    public static HashSet<TypeUse> Read(string assemblyPath, string prefix, params string[] others)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(assemblyPath);
        var uses = new HashSet<TypeUse>();
        foreach (var type in assembly.MainModule.GetTypes())
        {
            var from = Outermost(type);
            if (!IsOf(from, prefix))
                continue;

            foreach (var to in NamedBy(type).SelectMany(Parts).Select(Outermost))
            {
                if ((IsOf(to, prefix) || others.Any(other => IsOf(to, other))) && to.FullName != from.FullName)
                    uses.Add(new(from.FullName, to.FullName));
            }
        }

        return uses;
    }

    private static bool IsOf(TypeReference type, string prefix) => type.Namespace == prefix || type.Namespace.StartsWith(prefix + ".", StringComparison.Ordinal);

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }

    private static IEnumerable<TypeReference?> NamedBy(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(static one => one.InterfaceType),
        .. type.Fields.Select(static field => field.FieldType),
        .. Constraints(type),
        .. Attributes(type),
        .. type.Fields.SelectMany(Attributes),
        .. type.Properties.SelectMany(Attributes),
        .. type.Methods.SelectMany(NamedBy),
    ];

    private static IEnumerable<TypeReference?> NamedBy(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(static parameter => parameter.ParameterType),
        .. method.Parameters.SelectMany(Attributes),
        .. Constraints(method),
        .. Attributes(method),
        .. method.HasBody ? NamedBy(method.Body) : [],
    ];

    private static IEnumerable<TypeReference?> NamedBy(MethodBody body) =>
    [
        .. body.Variables.Select(static variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(static handler => handler.CatchType),
        .. body.Instructions.SelectMany(static instruction => instruction.Operand switch
        {
            TypeReference type => [type],
            FieldReference field => [field.DeclaringType, field.FieldType],
            GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments],
            MethodReference method => [method.DeclaringType],
            _ => Array.Empty<TypeReference?>(),
        }),
    ];

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider generic) =>
        generic.GenericParameters.SelectMany(static parameter => parameter.Constraints).Select(static constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider target) => target.CustomAttributes.Select(static attribute => attribute.AttributeType);

    /// <summary>The type itself and what it is made of: elements of arrays, arguments of generic types.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        IModifierType modified => [.. Parts(modified.ModifierType), .. Parts(modified.ElementType)],
        TypeSpecification made => Parts(made.ElementType),
        _ => [type],
    };
}
