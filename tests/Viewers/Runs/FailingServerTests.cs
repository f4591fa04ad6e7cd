using Microsoft.AspNetCore.Http;

namespace SessionGrains.Viewers.Tests;

/// <summary>Servers that a crowd can do nothing with: it says so in one line and ends with 3, before it begins or soon after.</summary>
public sealed class FailingServerTests
{
    [Fact]
    public async Task A_server_that_is_down_is_said_to_be_down()
    {
        Uri address;
        await using (var gone = await TinyServer.StartAsync(TinyServer.NeverAnswer))
            address = gone.Address;

        await Refuses(address, "connection refused");
    }

    [Fact]
    public async Task A_server_that_answers_500_is_quoted()
    {
        await using var server = await TinyServer.StartAsync(static context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return context.Response.WriteAsync("the store\nis gone");
        });

        await Refuses(server.Address, "answers 500: the store is gone");
    }

    [Fact]
    public async Task A_server_that_never_answers_is_not_waited_for()
    {
        await using var server = await TinyServer.StartAsync(TinyServer.NeverAnswer);

        await Refuses(server.Address, "no answer within 1s", patience: TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(StatusCodes.Status404NotFound, "another protocol")]
    [InlineData(StatusCodes.Status307TemporaryRedirect, "https://elsewhere.example")]
    public async Task A_server_that_is_another_one_is_said_to_be(int code, string expected)
    {
        await using var server = await TinyServer.StartAsync(context =>
        {
            context.Response.StatusCode = code;
            context.Response.Headers.Location = "https://elsewhere.example";
            return Task.CompletedTask;
        });

        await Refuses(server.Address, expected);
    }

    [Theory]
    [InlineData(StatusCodes.Status401Unauthorized, "--key")]
    [InlineData(StatusCodes.Status403Forbidden, "--key")]
    public async Task A_server_whose_sessions_cannot_be_read_back_is_found_out_before_the_crowd_comes(int code, string expected)
    {
        await using var server = await TinyServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path.StartsWithSegments("/api/v1/schemas") ? StatusCodes.Status200OK : code;
            return Task.CompletedTask;
        });

        await Refuses(server.Address, expected);
    }

    [Theory]
    [InlineData(StatusCodes.Status404NotFound, "", "takes no events of Media Edge")]
    [InlineData(StatusCodes.Status400BadRequest, """{"type":"https://ns.adobe.com/aep/errors/EXEG-0003-400"}""", "Edge:ConfigIds")]
    public async Task A_server_that_does_not_take_the_crowd_s_Media_Edge_is_found_out_before_the_crowd_comes(int code, string text, string expected)
    {
        await using var server = await StartAfterPreflightAsync(context =>
        {
            context.Response.StatusCode = code;
            return context.Response.WriteAsync(text);
        });

        await Refuses(server.Address, expected, door: Door.MediaEdge);
    }

    [Fact]
    public async Task A_server_that_answers_500_to_every_player_is_given_up()
    {
        await using var server = await StartAfterPreflightAsync(static context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return context.Response.WriteAsync("out of order");
        });

        await IsGivenUp(server.Address, "out of order");
    }

    [Fact]
    public async Task A_server_that_stops_answering_is_given_up()
    {
        await using var server = await StartAfterPreflightAsync(TinyServer.NeverAnswer);

        await IsGivenUp(server.Address, "no answer within 3s", patience: TimeSpan.FromSeconds(3));
    }

    /// <summary>Lets a crowd in, and answers to everything else as the test wants it to.</summary>
    private static Task<TinyServer> StartAfterPreflightAsync(RequestDelegate answer) => TinyServer.StartAsync(context =>
    {
        if (!HttpMethods.IsGet(context.Request.Method))
            return answer(context);

        context.Response.StatusCode = context.Request.Path.StartsWithSegments("/api/v1/schemas") ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    private static CrowdOptions Options(Uri address, TimeSpan? patience) =>
        CrowdRunner.Few(address) with { Duration = TimeSpan.FromMinutes(5), Patience = patience ?? TimeSpan.FromSeconds(30), HopelessAfter = TimeSpan.FromSeconds(2) };

    private static async Task Refuses(Uri address, string expected, TimeSpan? patience = null, Door? door = null)
    {
        var result = await CrowdRunner.RunAsync(Options(address, patience) with { Door = door ?? Door.MediaCollection });

        Assert.Equal(ExitCode.ServerFailed, result.ExitCode);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(result.Output);
    }

    private static async Task IsGivenUp(Uri address, string expected, TimeSpan? patience = null)
    {
        var result = await CrowdRunner.RunAsync(Options(address, patience));

        Assert.Equal(ExitCode.ServerFailed, result.ExitCode);
        Assert.Contains("gave up", result.Errors, StringComparison.Ordinal);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
        Assert.Contains("requests", result.Output, StringComparison.Ordinal);
    }
}
