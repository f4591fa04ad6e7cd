namespace SessionGrains.Tracking.Tests;

/// <summary>A list that is kept as bytes holds what a list of objects holds.</summary>
public sealed class CompactListProperties
{
    private static readonly Gen<ErrorEntry> Entries = Gen.Select(Gen.Int[1, int.MaxValue], Gen.Int[0, 9], Gen.Long, Gen.Long).Select(static (description, count, first, last) =>
        new ErrorEntry(description, count, first, last));

    [Fact]
    public void Any_additions_and_replacements_leave_what_they_would_in_a_list_of_objects() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 255], Entries).List[0, 60].Sample(static changes =>
        {
            var (expected, list) = (new List<ErrorEntry>(), default(CompactList<ErrorEntry>));
            foreach (var (adds, at, entry) in changes)
            {
                if (adds || expected.Count == 0)
                {
                    expected.Add(entry);
                    list = list.With(entry);
                }
                else
                {
                    expected[at % expected.Count] = entry;
                    list = list.With(at % expected.Count, entry);
                }
            }

            Assert.Equal(expected, list.ToArray());
            Assert.Equal(expected, Enumerable.Range(0, list.Count).Select(index => list[index]));
            Assert.Equal(expected, new CompactList<ErrorEntry>(list.Bytes).ToArray());
        });

    [Fact]
    public void An_entry_more_than_a_byte_can_count_is_refused()
    {
        var list = default(CompactList<ErrorEntry>);
        for (var number = 1; number <= byte.MaxValue; number++)
        {
            list = list.With(new ErrorEntry(number, 1, number, number));
        }

        Assert.Throws<OverflowException>(() => list.With(new ErrorEntry(1, 1, 1, 1)));
    }
}
