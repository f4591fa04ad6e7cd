using System.Reflection;

namespace SessionGrains.Stores.Tests;

/// <summary>The cases that a store cannot have, by name: what is missing from a store's run is missing here too, or this fails.</summary>
public sealed class LeftOutCases
{
    /// <summary>Orleans' own stores write each record for itself, take no cancellation, and know of no index and no log that goes with a record.</summary>
    private static readonly string[] OfOrleansStores =
    [
        "A_cancelled_write_is_not_queued",
        "A_cursor_that_the_log_never_gave_out_is_refused",
        "A_failed_batch_fails_all_its_writers_and_no_later_one",
        "A_range_has_the_same_reports_whenever_and_however_it_is_read",
        "A_reader_that_goes_on_from_its_cursor_never_skips_and_never_repeats",
        "A_time_is_found_before_the_reports_that_were_added_then_and_later",
        "A_session_has_one_report_and_it_is_the_first",
        "A_write_cancelled_after_it_was_queued_is_stored_all_the_same",
        "An_entry_that_is_not_there_is_not_read_again",
        "Each_entry_is_read_again_by_its_cursor_and_stream",
        "A_write_that_fails_leaves_index_and_log_alone",
        "Descriptions_are_appended_in_the_order_of_their_records_and_survive_a_restart",
        "Descriptions_are_purged_with_their_session",
        "Descriptions_of_a_record_that_is_refused_are_not_appended",
        "Reports_are_counted_within_a_range_and_up_to_a_limit",
        "Reports_are_read_by_bytes_in_their_order_and_none_is_left_out",
        "Of_two_versions_of_a_session_in_one_batch_the_first_is_stored_and_the_second_fails_alone",
        "The_earlier_of_two_cursors_has_no_report_that_one_of_them_has_not",
        "The_deadline_index_follows_the_records_and_the_corrections",
        "Writes_that_arrive_during_a_batch_share_the_next_one",
        "All_starts_that_have_a_text_are_found_and_no_other_record",
        "An_erased_session_has_no_record_no_deadline_and_no_report",
        "Who_knows_nothing_of_an_erasure_brings_nothing_back",
        "A_record_that_needs_a_start_is_stored_beside_one_also_in_the_same_batch",
        "Readers_of_the_log_go_on_after_an_entry_was_erased",
        "Forgetting_leaves_what_is_stored_and_takes_writes_meanwhile",
    ];

    private const string Restart = "What_was_stored_is_there_after_a_restart";

    public static TheoryData<Type, string[]> Stores => new()
    {
        { typeof(SqliteStore), [] },
        { typeof(RedisStore), [] },
        { typeof(RedisClusterStore), [] },
        { typeof(OrleansRedisStore), OfOrleansStores },
        { typeof(MemoryStore), [.. OfOrleansStores, Restart] },
    };

    [Theory]
    [MemberData(nameof(Stores))]
    public void Every_case_that_a_store_leaves_out_is_named(Type store, string[] leftOut)
    {
        var missing = CasesOf(typeof(DurableConformance)).Except(CasesOf(store));

        Assert.Equal(leftOut.Order(StringComparer.Ordinal), missing.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> CasesOf(Type suite) =>
        suite.GetMethods().Where(method => method.GetCustomAttribute<StoreFactAttribute>() is not null).Select(method => method.Name);
}
