using System.Runtime.CompilerServices;
using SessionGrains.Quarantine;
using SessionGrains.Sessions.Stored;

namespace SessionGrains.Grains.Tests.Stored;

/// <summary>As <see cref="ProgressRecordBytesTests"/>, for what events said at length.</summary>
public sealed class DescriptionBytesTests
{
    private static readonly GrainId Id = GrainId.Create("session", new string('a', 64));

    [Fact]
    public void The_stored_bytes_of_descriptions_have_not_changed()
    {
        var bytes = Convert.ToHexStringLower(Store().Part(Id, Described())!);
        if (Environment.GetEnvironmentVariable("REFRESH_GOLDEN") == "1")
        {
            File.WriteAllText(GoldenFile(), bytes + "\n");
        }

        Assert.Equal(File.ReadAllText(GoldenFile()).Trim(), bytes);
    }

    [Fact]
    public async Task Descriptions_that_were_stored_are_read_with_all_that_they_held()
    {
        var read = await Store(Convert.FromHexString(File.ReadAllText(GoldenFile()).Trim())).Read(Id);

        Assert.All(Described(), one => Assert.Equivalent(one, read.Find(one.Number), strict: true));
        Assert.Null(read.Find(5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(40)]
    [InlineData(-1)]
    public async Task A_damaged_byte_is_noticed(int at)
    {
        var bytes = Store().Part(Id, Described())!;
        bytes[at < 0 ? ^1 : at] ^= 0x55;

        await Assert.ThrowsAsync<UnreadableRecordException>(() => Store(bytes).Read(Id));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(30)]
    public async Task A_record_that_was_cut_off_is_noticed(int missing) =>
        await Assert.ThrowsAsync<UnreadableRecordException>(() => Store(Store().Part(Id, Described())![..^missing]).Read(Id));

    [Fact]
    public async Task Of_two_descriptions_with_one_number_the_later_counts()
    {
        byte[] bytes = [.. Store().Part(Id, [new(1) { Ad = new("lost", null) }])!, .. Store().Part(Id, [new(1) { Ad = new("kept", null) }, new(2)])!];

        Assert.Equal("kept", (await Store(bytes).Read(Id)).Find(1)!.Ad!.Id);
    }

    private static Description[] Described() =>
    [
        new(1) { AdBreak = new(2, 30.5, "pre-roll") },
        new(2)
        {
            Ad = new("ad-1", "An ad")
            {
                Length = 15.5,
                Position = 1,
                PlayerName = "player",
                Advertiser = "advertiser",
                CampaignId = "campaign",
                CreativeId = "creative",
                CreativeUrl = "https://example.com/creative",
                PlacementId = "placement",
                SiteId = "site",
                BreakName = "pre-roll",
                CustomMetadata = [new("key", "value")],
            },
        },
        new(3) { Chapter = new(1, "One") { Offset = 0, Length = 60.25, CustomMetadata = [new("key", "value")] } },
        new(4) { Error = new("e1", "player") },
    ];

    private static DescriptionStore Store(byte[]? stored = null) =>
        new(new StoredDescriptions(stored ?? []), StoredForm.Services.GetRequiredService<Serializer<StoredDescription[]>>());

    private static string GoldenFile([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "description-record.hex");

    /// <summary>Storage that has these descriptions.</summary>
    private sealed class StoredDescriptions(byte[] bytes) : IGrainStorage, IDescriptionReader
    {
        public Task<ReadOnlyMemory<byte>> ReadDescriptionsAsync(GrainId grainId) => Task.FromResult<ReadOnlyMemory<byte>>(bytes);

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();
    }
}
