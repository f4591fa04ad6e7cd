namespace SessionGrains.Api.Tests;

/// <summary>What is said to a body that is not JSON.</summary>
public sealed class JsonFaultTests
{
    [Theory]
    [InlineData("", "is empty: a JSON document is due")]
    [InlineData(" \r\n\t", "is empty: a JSON document is due")]
    [InlineData("\uFEFF", "is empty: a JSON document is due")]
    public void An_empty_body_is_told_so(string body, string detail) =>
        Assert.Equal([new Violation("", "empty", detail)], Read.EventViolations(body));

    [Theory]
    [InlineData("{\n  \"eventType\": \"ping\",\n}", "is not valid JSON at line 3, byte 1: a trailing comma; remove the comma before the closing bracket")]
    [InlineData("{\"a\":[1,]}", "is not valid JSON at line 1, byte 9: a trailing comma; remove the comma before the closing bracket")]
    [InlineData("{\"eventType\":\"ping\"", "is not valid JSON at line 1, byte 20: it ends too early; was it cut off?")]
    [InlineData("{\"eventType\":\"pi", "is not valid JSON at line 1, byte 17: it ends too early; was it cut off?")]
    [InlineData("{\"a\":tr", "is not valid JSON at line 1, byte 8: it ends too early; was it cut off?")]
    [InlineData("{'eventType':'ping'}", "is not valid JSON at line 1, byte 2: names and strings take double quotes, not single ones")]
    [InlineData("{eventType:\"ping\"}", "is not valid JSON at line 1, byte 2: \"eventType\" stands bare; names and strings take double quotes, and beside them there are only numbers, true, false and null")]
    [InlineData("{\"a\":NaN}", "is not valid JSON at line 1, byte 6: \"NaN\" stands bare; names and strings take double quotes, and beside them there are only numbers, true, false and null")]
    [InlineData("{\"a\":undefined}", "is not valid JSON at line 1, byte 6: \"undefined\" stands bare; names and strings take double quotes, and beside them there are only numbers, true, false and null")]
    [InlineData("{\"a\":1 // comment\n}", "is not valid JSON at line 1, byte 8: JSON has no comments")]
    [InlineData("{\"a\":1 \"b\":2}", "is not valid JSON at line 1, byte 8: a comma is missing before this")]
    [InlineData("{\"a\":\"x\ny\"}", "is not valid JSON at line 1, byte 8: a control character, such as a line break, inside a string; escape it")]
    [InlineData("{\"a\":1} {}", "is not valid JSON at line 1, byte 9: there is more after the end of the JSON document")]
    [InlineData("<html>", "is not valid JSON at line 1, byte 1: it looks like XML or HTML")]
    [InlineData("%7B%22eventType%22", "is not valid JSON at line 1, byte 1: it looks URL-encoded; send the JSON as it is")]
    [InlineData("{\"a\":\"\\x\"}", "is not valid JSON at line 1, byte 8: JSON has no such escape")]
    public void A_body_that_is_not_JSON_is_told_where_and_why(string body, string detail)
    {
        var violation = Read.EventViolations(body)[^1];
        Assert.Equal(new Violation("", "json", detail), violation);
    }

    [Fact]
    public void Text_in_another_encoding_is_told_so()
    {
        Assert.Equal([new Violation("", "json", "is not UTF-8: byte 6 (0xE9) begins no character")], Read.EventViolations(Encoding.Latin1.GetBytes("{\"a\":\"é\"}")));
        foreach (var utf16 in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            var body = utf16.GetBytes(Read.EventJson("ping"));
            Assert.Equal([new Violation("", "json", "is UTF-16: send UTF-8")], Read.EventViolations(body));
            Assert.Equal([new Violation("", "json", "is UTF-16: send UTF-8")], Read.EventViolations([.. utf16.GetPreamble(), .. body]));
        }
    }

    [Fact]
    public void A_gzip_body_without_its_header_is_told_so() =>
        Assert.Equal([new Violation("", "json", "is gzip: say so with the header Content-Encoding: gzip")], Read.EventViolations([0x1F, 0x8B, 8, 0]));

    [Fact]
    public void What_was_wrong_before_the_text_stopped_being_JSON_is_told_too() =>
        Assert.Equal(["/eventType", ""], Read.EventViolations("{\"eventType\":1,}").Select(v => v.Pointer));
}
