using Microsoft.Extensions.Options;
using SessionGrains.Api.Operators.Keys;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Tests;

public sealed class KeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("session-grains-key-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "new", "operator.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_key_is_made_once_and_only_its_user_can_read_it()
    {
        var first = await Open();
        var second = await Open();

        Assert.Equal(first, second);
        Assert.Null(KeyText.Fault(first));
        Assert.Equal(first + "\n", await File.ReadAllTextAsync(Path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(System.IO.Path.GetDirectoryName(Path)!));
        }
    }

    [Fact]
    public async Task Many_that_start_at_the_same_moment_end_with_one_key()
    {
        using var ready = new Barrier(16);
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(
            () =>
            {
                ready.SignalAndWait();
                return Open();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

        Assert.Single(keys.Distinct());
        Assert.Equal(keys[0], (await File.ReadAllTextAsync(Path)).Trim());
    }

    [Fact]
    public async Task A_file_that_stayed_empty_when_its_maker_died_is_filled()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        await File.WriteAllTextAsync(Path, "");

        var key = await Open();

        Assert.Equal(key, (await File.ReadAllTextAsync(Path)).Trim());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Theory]
    [InlineData("short", "characters")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "one character repeated")]
    [InlineData("a key with spaces in its midst", "printable ASCII")]
    public async Task What_is_no_key_refuses_the_start_and_is_not_told(string text, string hint)
    {
        await Write(text);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(Open);

        Assert.Contains(Path, refused.Message);
        Assert.Contains(hint, refused.Message);
        Assert.DoesNotContain(text, refused.Message);
    }

    [Fact]
    public async Task A_file_that_others_can_read_refuses_the_start()
    {
        if (OperatingSystem.IsWindows())
            return;

        await Write(KeyText.MakeNew());
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(Open);

        Assert.Contains("chmod 600", refused.Message);
    }

    [Fact]
    public async Task Where_no_file_can_be_made_the_start_is_refused_with_one_line_that_says_what_to_set()
    {
        // Below a file there is no folder, for root neither.
        await File.WriteAllTextAsync(System.IO.Path.Combine(_folder, "new"), "");

        var refused = await Assert.ThrowsAsync<StartRefusedException>(Open);

        Assert.StartsWith("Operator:ApiKey is not set", refused.Message);
        Assert.Contains("Operator__ApiKey", refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public async Task A_key_that_was_made_stays_valid_beside_keys_that_are_configured_later()
    {
        var made = await Open();

        var file = await Check(new OperatorOptions { Keys = { Named("grafana") } });

        Assert.Equal(made, file.Key);
    }

    [Fact]
    public async Task Beside_configured_keys_no_file_is_made()
    {
        var file = await Check(new OperatorOptions { Keys = { Named("grafana") } });

        Assert.Null(file.Key);
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public async Task The_sole_key_that_is_configured_takes_the_place_of_the_one_that_was_made()
    {
        await Open();

        var file = await Check(new OperatorOptions { ApiKey = KeyText.MakeNew() });

        Assert.Null(file.Key);
        Assert.Equal([$"The key in {Path} is not valid while Operator:ApiKey is set: delete the file if it is not needed any more."], KeyLines.Of([], file));
    }

    [Theory]
    [InlineData("operator", false, "of the name 'operator'")]
    [InlineData("again", true, "has the key that is in")]
    public async Task A_configured_key_that_cannot_be_told_from_the_one_that_was_made_refuses_the_start(string name, bool isSameKey, string hint)
    {
        var made = await Open();
        var key = Named(name);
        if (isSameKey)
            key.Key = made;

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => Check(new OperatorOptions { Keys = { key } }));

        Assert.Contains(hint, refused.Message);
        Assert.DoesNotContain(made, refused.Message);
    }

    [Fact]
    public async Task The_first_lines_name_the_keys_and_never_tell_them()
    {
        var made = await Open();
        var grafana = Named("grafana");
        var file = await Check(new OperatorOptions { Keys = { grafana } });

        var line = Assert.Single(KeyLines.Of([Valid(grafana, OperatorPermission.Read), new OperatorKey("operator", made, OperatorPermission.Read | OperatorPermission.Control)], file));

        Assert.EndsWith($": grafana (read) · operator (read, control; in {Path})", line);
        Assert.DoesNotContain(made, line);
        Assert.DoesNotContain(grafana.Key, line);
    }

    [Fact]
    public async Task The_first_lines_warn_where_no_key_allows_control()
    {
        var grafana = Named("grafana");
        var file = await Check(new OperatorOptions { Keys = { grafana } });

        Assert.StartsWith("No key allows control", KeyLines.Of([Valid(grafana, OperatorPermission.Read)], file).Last());
    }

    private static NamedKeyOptions Named(string name) => new() { Name = name, Key = KeyText.MakeNew() };

    private static OperatorKey Valid(NamedKeyOptions key, OperatorPermission permissions) => new(key.Name, key.Key, permissions);

    private async Task<OperatorKeyFile> Check(OperatorOptions options)
    {
        var file = new OperatorKeyFile(Path);
        await new KeyFileCheck(Options.Create(options), file).CheckAsync(CancellationToken.None);
        return file;
    }

    private async Task Write(string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        await File.WriteAllTextAsync(Path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private async Task<string> Open()
    {
        var file = new OperatorKeyFile(Path);
        await file.OpenAsync(isNeeded: true, TimeProvider.System, CancellationToken.None);
        return file.Key!;
    }
}
