using SessionGrains.Silo.Redaction;

namespace SessionGrains.Cluster.Tests;

public sealed class CredentialTextTests
{
    [Theory]
    [InlineData("bad request data: \"Invalid request header: 'Authorization : Bearer key-of-mine-0123456789'\"", "bad request data: \"Invalid request header: 'Authorization : Bearer (left out)'\"")]
    [InlineData("authorization: basic b3BlcmF0b3I6a2V5", "authorization: basic (left out)")]
    [InlineData("Cookie : a=b; session-grains-operator=operator.1.sig; c=d", "Cookie : a=b; session-grains-operator=(left out); c=d")]
    [InlineData("Request starting HTTP/1.1 GET http://localhost/api/v1/sessions?visitorId=anna&x=1 - - -", "Request starting HTTP/1.1 GET http://localhost/api/v1/sessions?(left out) - - -")]
    [InlineData("GET /?key-of-mine;and=more HTTP/1.1", "GET /?(left out) HTTP/1.1")]
    [InlineData("?key=key-of-mine", "?(left out)")]
    public void What_lets_somebody_in_or_names_a_viewer_is_left_out(string text, string redacted) => Assert.Equal(redacted, CredentialText.Redact(text));

    [Theory]
    [InlineData("What is wrong? Nothing is")]
    [InlineData("Who bears what? 'that'")]
    [InlineData("GET /api/v1/live? HTTP/1.1")]
    [InlineData("")]
    public void Other_text_is_the_same_object(string text) => Assert.Same(text, CredentialText.Redact(text));

    [Theory]
    [InlineData("?")]
    [InlineData("/?'")]
    [InlineData("Bearer ")]
    [InlineData("Bearer")]
    [InlineData(" ")]
    public void However_it_is_made_a_long_text_takes_time_by_its_length(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        var began = Stopwatch.GetTimestamp();

        CredentialText.Redact(text);

        // Quadratic work would be minutes.
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 5);
    }
}
