using System.Reflection;
using Orleans.Serialization;
using SessionGrains.Messages;
using SessionGrains.Sessions;
using SessionGrains.Tracking;

namespace SessionGrains.Grains.Tests.Stored;

/// <summary>Fields that say nothing are not stored; all others are, and what Orleans reads of them is what was there.</summary>
public sealed class StoredProgressTests
{
    private static readonly Serializer Serializer = StoredForm.Serializer;

    [Fact]
    public void A_new_session_is_stored_as_little_more_than_where_it_stands()
    {
        var session = Session.Start(Sample.Start(1_795_000_000_000), 1_795_000_000_000, TrackingRules.Default);
        var bytes = Serializer.SerializeToArray(new ProgressRecord { Progress = session.Progress });

        Assert.InRange(bytes.Length, 20, 80);
        Assert.Equivalent(Members(session.Progress), Members(Serializer.Deserialize<ProgressRecord>(bytes)!.Progress), strict: true);
    }

    /// <summary>One field after the other is given something to say, whatever its type: none may be forgotten, and none may be taken for another.</summary>
    [Theory]
    [MemberData(nameof(NumberedMembers))]
    public void A_field_that_says_something_is_stored(bool isOfState, uint id)
    {
        var session = Session.Start(Sample.Start(1_795_000_000_000), 1_795_000_000_000, TrackingRules.Default);
        var before = Members(session.Progress);
        object target = isOfState ? session.Progress.Settled : session.Progress;
        var member = Numbered(target.GetType()).Single(member => member.GetCustomAttribute<IdAttribute>()!.Id == id);
        Set(target, member, Speaking(TypeOf(member), Get(target, member)));
        var told = Members(session.Progress);
        Assert.NotEqual(Text(before), Text(told));

        var read = Serializer.Deserialize<ProgressRecord>(Serializer.SerializeToArray(new ProgressRecord { Progress = session.Progress }))!.Progress;

        Assert.Equal(Text(told), Text(Members(read)));
    }

    [Fact]
    public void All_fields_at_once_are_stored_and_go_through_the_form_of_earlier_versions()
    {
        var session = Session.Start(Sample.Start(1_795_000_000_000), 1_795_000_000_000, TrackingRules.Default);
        foreach (var target in new object[] { session.Progress.Settled, session.Progress })
        {
            foreach (var member in Numbered(target.GetType()).Where(static member => TypeOf(member) != typeof(TrackingState)))
                Set(target, member, Speaking(TypeOf(member), Get(target, member)));
        }

        var told = Text(Members(session.Progress));
        var compact = Serializer.SerializeToArray(new ProgressRecord { Progress = session.Progress });
        var asBefore = Serializer.SerializeToArray(session.Progress);

        Assert.Equal(told, Text(Members(Serializer.Deserialize<ProgressRecord>(compact)!.Progress)));
        Assert.Equal(told, Text(Members(Serializer.Deserialize<SessionProgress>(asBefore)!)));
    }

    public static TheoryData<bool, uint> NumberedMembers()
    {
        var data = new TheoryData<bool, uint>();
        foreach (var type in new[] { typeof(TrackingState), typeof(SessionProgress) })
        {
            foreach (var member in Numbered(type).Where(static member => TypeOf(member) != typeof(TrackingState)))
                data.Add(type == typeof(TrackingState), member.GetCustomAttribute<IdAttribute>()!.Id);
        }

        return data;
    }

    private static IEnumerable<MemberInfo> Numbered(Type type) =>
        type.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(static member => member.GetCustomAttribute<IdAttribute>() is not null).OrderBy(static member => member.GetCustomAttribute<IdAttribute>()!.Id);

    private static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    private static object? Get(object target, MemberInfo member) => member is FieldInfo field ? field.GetValue(target) : ((PropertyInfo)member).GetValue(target);

    private static void Set(object target, MemberInfo member, object value)
    {
        if (member is FieldInfo field)
            field.SetValue(target, value);
        else
            ((PropertyInfo)member).SetValue(target, value);
    }

    /// <summary>A value that is neither the one that is there nor the type's own.</summary>
    private static object Speaking(Type type, object? now) => type switch
    {
        _ when type == typeof(long) => 1_795_000_000_777L,
        _ when type == typeof(int) => 7,
        _ when type == typeof(uint) => 9u,
        _ when type == typeof(byte) => (byte)11,
        _ when type == typeof(double) => 12.25,
        _ when type == typeof(bool) => now is not true,
        _ when type == typeof(string) => "said",
        _ when type == typeof(byte[]) => new byte[] { 1, 2, 3 },
        _ when type == typeof(string[]) => new[] { "one", "two" },
        _ when type == typeof(Interval) => new Interval(5, 25),
        _ when type == typeof(Interval[]) => new[] { new Interval(1, 2), new Interval(3, 5) },
        _ when type == typeof(ContentShare[]) => new[] { new ContentShare(-1, 10, 2.5, 4) },
        _ when type == typeof(AdBreakOpening) => new AdBreakOpening(2, 1.5, "break"),
        _ when type == typeof(AdOpening) => new AdOpening("ad", "Ad"),
        _ when type == typeof(QoeValue[]) => new[] { new QoeValue("k", "\"v\"") },
        _ when type == typeof(ClosedBy?) => ClosedBy.MaxAge,
        _ when type == typeof(StoredFingerprints) => Fingerprints(),
        _ when type == typeof(ArrivalWindow) => ArrivalWindow.Of([Arrived(1, null), Arrived(2, "/x"), Arrived(3, "/x")]),
        { IsEnum: true } => Enum.GetValues(type).Cast<object>().Last(),
        { IsArray: true } => One(type.GetElementType()!),
        _ => throw new NotSupportedException($"This test has nothing to say for a {type}."),
    };

    /// <summary>An array with one object, whose constructor is given something for each parameter.</summary>
    private static Array One(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(static constructor => constructor.GetParameters().Length).First();
        var array = Array.CreateInstance(type, 1);
        array.SetValue(constructor.Invoke([.. constructor.GetParameters().Select(static parameter => Speaking(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType, null))]), 0);
        return array;
    }

    private static StoredFingerprints Fingerprints()
    {
        var ring = new FingerprintRing();
        (ring[0], ring[1], ring[31]) = (1, ulong.MaxValue, 1ul << 40);
        return new(ring, TrackingRules.RememberedFingerprints);
    }

    private static ArrivedEvent Arrived(ulong fingerprint, string? unknownMember) => ArrivedEvent.Of(
        new() { Type = PlayerEventType.Ping, Ts = 1_795_000_000_000, Playhead = 1.5, Fingerprint = fingerprint, UnknownMember = unknownMember }, 2, 3, 4, ArrivalOddities.ClockJump);

    private static Dictionary<string, object?> Members(SessionProgress progress) =>
        Numbered(typeof(TrackingState)).ToDictionary(static member => "state." + member.Name, member => Get(progress.Settled, member))
            .Concat(Numbered(typeof(SessionProgress)).Where(static member => TypeOf(member) != typeof(TrackingState)).ToDictionary(static member => member.Name, member => Shown(Get(progress, member))))
            .ToDictionary();

    private static object? Shown(object? value) => value switch
    {
        ArrivalWindow window => window.ToList(),
        StoredFingerprints stored => Enumerable.Range(0, stored.Count).Select(i => stored.Ring[i]).ToArray(),
        _ => value,
    };

    private static string Text(Dictionary<string, object?> members) => string.Join('\n', members.Select(static member => $"{member.Key}={Text(member.Value)}"));

    private static string Text(object? value) => value is System.Collections.IEnumerable and not string
        ? $"[{string.Join(", ", ((System.Collections.IEnumerable)value).Cast<object>().Select(Text))}]"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}");
}
