using System.Reflection;
using System.Text.Json;

namespace SessionGrains.Grains.Tests.Stored;

/// <summary>Groups of fields that say nothing are not stored; all others are, and what is read of them is what was there.</summary>
public sealed class StoredProgressTests
{
    private const string Fingerprints = "_fingerprints";

    private static readonly Serializer Serializer = StoredForm.Serializer;

    [Fact]
    public void A_new_session_is_stored_as_little_more_than_where_it_stands()
    {
        var session = Session.Start(Sample.Start(1_795_000_000_000), 1_795_000_000_000, SessionTimeouts.Default);
        var bytes = Serializer.SerializeToArray(new ProgressRecord { Progress = session.Progress });

        Assert.InRange(bytes.Length, 20, 80);
        Assert.Equivalent(Members(session.Progress), Members(Serializer.Deserialize<ProgressRecord>(bytes)!.Progress), strict: true);
    }

    /// <summary>One field after the other is given something to say, whatever its type: none may be forgotten, and none may be taken for another.</summary>
    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_that_says_something_is_stored(bool isOfState, string name)
    {
        var session = Session.Start(Sample.Start(1_795_000_000_000), 1_795_000_000_000, SessionTimeouts.Default);
        var before = Members(session.Progress);
        object target = isOfState ? session.Progress.Settled : session.Progress;
        Speak(target, MembersOf(target.GetType()).Single(member => member.Name == name));
        var told = Members(session.Progress);
        Assert.NotEqual(Text(before), Text(told));

        var read = Serializer.Deserialize<ProgressRecord>(Serializer.SerializeToArray(new ProgressRecord { Progress = session.Progress }))!.Progress;

        Assert.Equal(Text(told), Text(Members(read)));
    }

    [Fact]
    public void All_fields_at_once_are_stored()
    {
        var session = Session.Start(Sample.Start(1_795_000_000_000), 1_795_000_000_000, SessionTimeouts.Default);
        foreach (var target in new object[] { session.Progress.Settled, session.Progress })
        {
            foreach (var member in MembersOf(target.GetType()))
                Speak(target, member);
        }

        var told = Text(Members(session.Progress));
        var bytes = Serializer.SerializeToArray(new ProgressRecord { Progress = session.Progress });

        Assert.Equal(told, Text(Members(Serializer.Deserialize<ProgressRecord>(bytes)!.Progress)));
    }

    public static TheoryData<bool, string> Fields()
    {
        var data = new TheoryData<bool, string>();
        foreach (var type in new[] { typeof(TrackingState), typeof(SessionProgress) })
        {
            foreach (var member in MembersOf(type))
                data.Add(type == typeof(TrackingState), member.Name);
        }

        return data;
    }

    /// <summary>All fields; in place of those that together are one thing, the property that is it.</summary>
    private static IEnumerable<MemberInfo> MembersOf(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(field => field.Name switch
        {
            "_entries" => type.GetProperty(nameof(TrackingState.Journal))!,
            "_closedBy" => type.GetProperty(nameof(SessionProgress.ClosedBy))!,
            "_sampledPlayheadMs" or "_nextFingerprint" or nameof(SessionProgress.Settled) or nameof(SessionProgress.NewDescriptions) => null,
            _ => (MemberInfo)field,
        }).OfType<MemberInfo>();

    private static Type TypeOf(MemberInfo member) => member.Name == Fingerprints ? typeof(ulong[]) : member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    private static object? Get(object target, MemberInfo member) => member switch
    {
        { Name: Fingerprints } => CachedAnswer((SessionProgress)target),
        FieldInfo field => field.GetValue(target),
        _ => ((PropertyInfo)member).GetValue(target),
    };

    private static ulong[] CachedAnswer(SessionProgress progress)
    {
        var all = new ulong[FingerprintRing.Capacity];
        return all[..progress.CopyFingerprints(all)];
    }

    private static void Speak(object target, MemberInfo member)
    {
        if (member.Name == Fingerprints)
        {
            foreach (var fingerprint in (ulong[])[1, ulong.MaxValue, 1ul << 40])
                ((SessionProgress)target).AddFingerprint(fingerprint);
        }
        else if (member is FieldInfo field)
        {
            field.SetValue(target, Speaking(field.FieldType, field.GetValue(target)));
        }
        else
        {
            ((PropertyInfo)member).SetValue(target, Speaking(TypeOf(member), Get(target, member)));
        }
    }

    /// <summary>A value that is neither the one that is there nor the type's own.</summary>
    private static object Speaking(Type type, object? now) => type switch
    {
        _ when type == typeof(long) => 1_795_000_000_777L,
        _ when type == typeof(int) => 7,
        _ when type == typeof(short) => (short)13,
        _ when type == typeof(uint) => 9u,
        _ when type == typeof(byte) => (byte)11,
        _ when type == typeof(double) => 12.25,
        _ when type == typeof(bool) => now is not true,
        _ when type == typeof(string) => "said",
        _ when type == typeof(byte[]) => new byte[] { 1, 2, 3 },
        _ when type == typeof(string[]) => new[] { "one", "two" },
        _ when type == typeof(Interval) => new Interval(5, 25),
        _ when type == typeof(Interval[]) => new[] { new Interval(1, 2), new Interval(3, 5) },
        _ when type == typeof(ContentTime[]) => new[] { new ContentTime(-1, 10, 2.5, 4) },
        _ when type == typeof(CompactList<AdBreakEntry>) => default(CompactList<AdBreakEntry>).With(new AdBreakEntry(1, 1_795_000_000_000, null)),
        _ when type == typeof(CompactList<AdEntry>) => default(CompactList<AdEntry>).With(new AdEntry(2, 0, 1_795_000_000_000, 1_795_000_000_001, 1.5, 9, PlayOutcome.Cut)),
        _ when type == typeof(CompactList<ChapterEntry>) => default(CompactList<ChapterEntry>).With(new ChapterEntry(3, 1_795_000_000_000, 1_795_000_000_001, 9, PlayOutcome.Cut)),
        _ when type == typeof(CompactList<ErrorEntry>) => default(CompactList<ErrorEntry>).With(new ErrorEntry(4, 2, 1_795_000_000_000, 1_795_000_000_001)),
        _ when type == typeof(RecentMoments) => new RecentMoments(3, 4, 5),
        _ when type == typeof(KnownError[]) => new[] { new KnownError(5, 4) },
        _ when type == typeof(QoeValue[]) => new[] { new QoeValue("k", "\"v\"") },
        _ when type == typeof(ClosedBy?) => ClosedBy.MaxAge,
        _ when type == typeof(PendingStallTime) => new PendingStallTime([new(-1, 10, 2.5, 4)], 9),
        _ when type == typeof(UnmovedContent) => new UnmovedContent(new([new(2, 10, 2.5, 4)], 8), 3, 1_795_000_000_555),
        _ when type == typeof(ErrorName) => new ErrorName("e1", "player"),
        _ when type == typeof(ArrivalWindow) => new ArrivalWindow([Arrived(1, null), Arrived(2, "/x"), Arrived(3, "/x")]),
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

    private static ArrivedEvent Arrived(ulong fingerprint, string? unknownMember) => new(
        PlayerEventType.Ping, ArrivalFlags.ClockJump, 1_795_000_000_000 + (long)fingerprint, 1.5, new() { Bitrate = fingerprint },
        unknownMember is null ? null : new EventDetails { UnknownMember = unknownMember, Description = 3, StatesStart = ["one"], StatesEnd = ["two"], Cuts = ReaderCuts.Text, TextBytes = 40 }, 2, 3, 4);

    private static Dictionary<string, object?> Members(SessionProgress progress) =>
        MembersOf(typeof(TrackingState)).ToDictionary(static member => "state." + member.Name, member => Shown(Get(progress.Settled, member)))
            .Concat(MembersOf(typeof(SessionProgress)).ToDictionary(static member => member.Name, member => Shown(Get(progress, member))))
            .ToDictionary();

    private static object? Shown(object? value) => value switch
    {
        ArrivalWindow window => window.Events.ToArray().Select(static arrived => $"{arrived with { Details = null }} {JsonSerializer.Serialize(arrived.Details)}").ToArray(),
        CompactList<AdBreakEntry> list => list.ToArray(),
        CompactList<AdEntry> list => list.ToArray(),
        CompactList<ChapterEntry> list => list.ToArray(),
        CompactList<ErrorEntry> list => list.ToArray(),
        PendingStallTime held => new object[] { held.ByChapter, held.SpanMs },
        UnmovedContent frozen => new object[] { frozen.Content.ByChapter, frozen.Content.SpanMs, frozen.Stalls, frozen.SentTs },
        _ => value,
    };

    private static string Text(Dictionary<string, object?> members) => string.Join('\n', members.Select(static member => $"{member.Key}={Text(member.Value)}"));

    private static string Text(object? value) => value is System.Collections.IEnumerable and not string
        ? $"[{string.Join(", ", ((System.Collections.IEnumerable)value).Cast<object>().Select(Text))}]"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}");
}
