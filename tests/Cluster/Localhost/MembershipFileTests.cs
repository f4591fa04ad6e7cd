using SessionGrains.Silo.Clustering.Localhost;

namespace SessionGrains.Cluster.Tests;

public sealed class MembershipFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sg-members-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_that_anybody_may_have_made_is_taken_only_where_it_is_its_users_alone()
    {
        if (OperatingSystem.IsWindows())
            return;

        var folder = Path.Combine(_folder, "session-grains-user");
        LocalFolder.CreateAlone(folder);
        LocalFolder.CreateAlone(folder);
        foreach (var open in new[] { UnixFileMode.OtherWrite, UnixFileMode.GroupWrite, UnixFileMode.OtherExecute })
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | open);
            Assert.Contains(folder, Assert.Throws<StartRefusedException>(() => LocalFolder.CreateAlone(folder)).Message);
        }
    }

    [Fact]
    public void A_new_membership_file_and_its_folders_are_their_users_alone()
    {
        if (OperatingSystem.IsWindows())
            return;

        var folder = Path.Combine(_folder, "new", "clusters");
        var file = MembershipFile.Open(SessionClusterOptions.Read(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Cluster:Mode", "Localhost"), new("Cluster:Directory", folder)]).Build()));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.NotEmpty(Directory.GetFiles(folder));
        Assert.Contains(file.Path, Directory.GetFiles(folder));
        foreach (var one in Directory.GetFiles(folder))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(one));
    }
}
