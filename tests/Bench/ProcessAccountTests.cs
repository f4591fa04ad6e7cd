namespace SessionGrains.Bench.Tests;

public sealed class ProcessAccountTests
{
    // utime 120, stime 30, cutime 7, cstime 3 hundredths of a second.
    private const string Figures = "S 1 77 77 0 -1 4194560 900 11 2 0 120 30 7 3 20 0 9 0 12345 1000000 2500";

    [Theory]
    [InlineData("77 (redis-server) ")]
    [InlineData("77 (a ) 9 (b) ")]
    public void Processor_time_is_that_of_both_modes_and_of_children_whatever_the_process_is_called(string beginning) =>
        Assert.Equal(TimeSpan.FromSeconds(1.6), ProcessAccount.ParseProcessorTime(beginning + Figures));

    [Fact]
    public void Resident_memory_is_read_in_bytes() =>
        Assert.Equal(2048 * 1024, ProcessAccount.ParseResidentBytes("Name:\tx\nVmHWM:\t    9999 kB\nVmRSS:\t    2048 kB\nThreads:\t3\n"));

    [Fact]
    public void The_time_of_a_process_that_computes_grows()
    {
        var before = ProcessAccount.ReadProcessorTime(Environment.ProcessId);
        var end = TimeProvider.System.GetTimestamp() + (60 * TimeProvider.System.TimestampFrequency);
        while (ProcessAccount.ReadProcessorTime(Environment.ProcessId) < before + TimeSpan.FromMilliseconds(50))
            Assert.True(TimeProvider.System.GetTimestamp() < end, "no processor time was booked");

        Assert.True(ProcessAccount.ReadResidentBytes(Environment.ProcessId) > 1_000_000);
    }

    [Theory]
    [InlineData("0", new[] { 0 })]
    [InlineData("0-3", new[] { 0, 1, 2, 3 })]
    [InlineData("0-1,5,8-9", new[] { 0, 1, 5, 8, 9 })]
    public void Cores_are_read_as_the_kernel_lists_them(string list, int[] cores) => Assert.Equal(cores, Cores.Parse(list));
}
