using System.Runtime.CompilerServices;
using System.Text;

namespace SessionGrains.Api.Tests.Answers;

/// <summary>
/// The bytes of every answer to operators, compared with checked-in files. They were recorded from the hand-written JSON of version 0.0; whoever changes an
/// answer on purpose records it anew with <c>REFRESH_ANSWERS=1</c> and says so in the change log.
/// </summary>
public sealed class AnswerBytesTests
{
    private const string Refresh = "REFRESH_ANSWERS";

    public static TheoryData<string> Names => [.. SampleAnswers.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_answer_has_the_bytes_it_always_had(string name)
    {
        var written = SampleAnswers.All[name]();
        var path = PathOf(name);
        if (Environment.GetEnvironmentVariable(Refresh) == "1")
            await File.WriteAllBytesAsync(path, written);

        Assert.True(File.Exists(path), $"{path} is missing: {Refresh}=1 records it.");
        Assert.Equal(Encoding.UTF8.GetString(await File.ReadAllBytesAsync(path)), Encoding.UTF8.GetString(written));
    }

    private static string PathOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "recorded", name + ".txt");
}
