namespace SessionGrains.Api.Tests;

public sealed class ConnectionCapacityTests
{
    private const long Gibibyte = 1L << 30;

    [Theory]
    [InlineData(null, 24 * Gibibyte, 40_000)]
    [InlineData(1_048_576L, 24 * Gibibyte, 40_000)]
    [InlineData(20_000L, 24 * Gibibyte, 17_500)]
    [InlineData(4096L, 24 * Gibibyte, 3584)]
    [InlineData(1024L, 24 * Gibibyte, 512)]
    [InlineData(256L, 24 * Gibibyte, 128)]
    [InlineData(1_048_576L, Gibibyte, 16_384)]
    [InlineData(1_048_576L, Gibibyte / 4, 4096)]
    [InlineData(1L, 1L, 1)]
    public void As_many_connections_are_taken_as_descriptors_and_memory_bear(long? openFiles, long memory, int connections) =>
        Assert.Equal(connections, new ConnectionCapacity(openFiles, memory).Default);

    [Theory]
    [InlineData("Max open files            1024                 524288               files     ", 1024L)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max open files", null)]
    [InlineData("Max processes             95000                95000                processes ", null)]
    public void The_limit_of_open_files_is_read_as_Linux_writes_it(string line, long? openFiles) =>
        Assert.Equal(openFiles, ConnectionCapacity.ReadOpenFiles(["Limit                     Soft Limit           Hard Limit           Units     ", line]));

    [Fact]
    public void This_process_has_room_for_some() => Assert.InRange(ConnectionCapacity.Of().Default, 1, ConnectionCapacity.MaxDefault);
}
