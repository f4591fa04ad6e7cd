using System.Reflection;
using System.Runtime.CompilerServices;

namespace SessionGrains.Grains.Tests.Compatibility;

/// <summary>A value of a type with something in every member: no member has its default, so that one that is lost is seen.</summary>
internal static class WireSample
{
    /// <summary>Types that hold themselves end here.</summary>
    private const int MaxDepth = 8;

    public static object Of(WireType type, int depth = 0)
    {
        var value = typeof(Exception).IsAssignableFrom(type.Type) ? Activator.CreateInstance(type.Type, type.Alias)! : RuntimeHelpers.GetUninitializedObject(type.Type);
        if (type.Type == typeof(ProgressRecord))
        {
            // Its one member is made of the session when it is asked for.
            ((ProgressRecord)value).Progress = Progress();
            return value;
        }

        foreach (var member in type.Members)
        {
            member.Set(value, Of(member.Type, (int)member.Id + 1, depth + 1));
        }

        return value;
    }

    private static SessionProgress Progress()
    {
        const long T = 1_795_000_000_000;
        var session = Session.Start(Sample.Start(T), T, SessionTimeouts.Default);
        session.Track(new() { Type = PlayerEventType.Play, Ts = T + 1_000, Playhead = 1, Fingerprint = 7 }, T + 1_000);
        return session.Progress;
    }

    private static object? Of(Type type, int number, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Of(value, number, depth);
        }

        if (type.IsArray || type == typeof(IReadOnlyList<string>))
        {
            var element = type.IsArray ? type.GetElementType()! : typeof(string);
            var array = Array.CreateInstance(element, depth > MaxDepth ? 0 : 2);
            for (var i = 0; i < array.Length; i++)
            {
                array.SetValue(Of(element, number + i, depth), i);
            }

            return array;
        }

        if (type.IsEnum)
        {
            var defined = Enum.GetValues(type);
            return defined.GetValue(Math.Min(1 + (number % 3), defined.Length - 1));
        }

        if (WireType.Of(type) is { } own)
        {
            return depth > MaxDepth && !type.IsValueType ? null : Of(own, depth);
        }

        return type == typeof(string) ? $"text {number}" : type == typeof(bool) ? true
            : type.IsPrimitive ? Convert.ChangeType(100 + number, type, CultureInfo.InvariantCulture)
            : throw new NotSupportedException($"{type}: say here how a value of it is made.");
    }
}
