using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Docs;

/// <summary>
/// The document at <c>/openapi/v1.json</c>. Generated once, at the first request: it does not change while the server runs, anyone can request it, and
/// generating it takes tens of milliseconds of processor time.
/// </summary>
internal sealed class OpenApiText
{
    public const string Name = "v1";

    private readonly Lazy<Task<FixedAnswer>> _answer;

    public OpenApiText([FromKeyedServices(Name)] IOpenApiDocumentProvider document) => _answer = new(() => Make(document));

    public async Task Send(HttpContext context) => await (await _answer.Value).Send(context);

    private static async Task<FixedAnswer> Make(IOpenApiDocumentProvider provider)
    {
        var document = await provider.GetOpenApiDocumentAsync();
        await using var text = new StringWriter();
        document.SerializeAs(OpenApiSpecVersion.OpenApi3_1, new OpenApiJsonWriter(text));
        return new FixedAnswer(Encoding.UTF8.GetBytes(text.ToString()), "application/json;charset=utf-8");
    }
}
