using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;
using SessionGrains.Api.Hosting;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Docs;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and its page at <c>/docs</c>.</summary>
internal static class ApiDocs
{
    /// <summary>The name of the operators' security scheme.</summary>
    public const string OperatorKey = "operatorKey";

    private const string ReferencePath = "/docs";

    public static WebApplicationBuilder AddApiDocs(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi(OpenApiText.Name, static options =>
        {
            options.CreateSchemaReferenceId = AnswerSchemas.NameOf;
            options.AddSchemaTransformer(AnswerSchemas.Complete);
            options.AddDocumentTransformer(Complete);
        });
        builder.Services.AddSingleton<OpenApiText>();
        return builder;
    }

    public static WebApplication MapApiDocs(this WebApplication app)
    {
        app.MapMethods($"/openapi/{OpenApiText.Name}.json", FixedAnswer.Methods, app.Services.GetRequiredService<OpenApiText>().Send).ExcludeFromDescription().ForAnybody();

        // The page uses no other host: it has to work without internet access.
        app.MapReferenceScripts(ReferencePath);
        app.MapScalarApiReference(ReferencePath, static (page, context) => page
            .WithTitle("SessionGrains")
            .WithNonce(AllowScript(context))
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools()
            .HideClientButton()).ExcludeFromDescription().WithMetadata(new HttpMethodMetadata(FixedAnswer.Methods)).ForAnybody();
        return app;
    }

    /// <summary>Maps an operation whose summary and description are the doc comment of its handler.</summary>
    public static IEndpointConventionBuilder MapOperation(this IEndpointRouteBuilder app, string method, string path, RequestDelegate handler, Operation operation) =>
        app.MapMethods(path, [method], handler).DescribedAs(operation, handler);

    /// <summary>Describes an endpoint. A request delegate has no parameters or results from which OpenAPI could derive a description.</summary>
    public static TBuilder DescribedAs<TBuilder>(this TBuilder endpoint, Operation operation, RequestDelegate? handler = null)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .WithName(operation.Id)
            .WithTags(operation.Tag)
            .WithMetadata(handler?.Method ?? typeof(RequestDelegate).GetMethod(nameof(RequestDelegate.Invoke))!)
            .AddOpenApiOperationTransformer((target, context, _) => OperationShape.Apply(operation, target, context));

    /// <summary>Allows the page's inline script in the content security policy, with a nonce for this response.</summary>
    private static string AllowScript(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Response.Headers.ContentSecurityPolicy = ContentPolicy.Reference(nonce);
        return nonce;
    }

    private static Task Complete(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "SessionGrains",
            Version = ProgramVersion.Number,
            Description = "An open, self-hosted server for the media collection protocol, version 1: players report what viewers watch, operators read it live. Every path works with a trailing slash, and OPTIONS on a player's path is 204 with the CORS headers.",
        };
        document.Servers = [new OpenApiServer { Url = PathBase.Read(context.ApplicationServices.GetRequiredService<IConfiguration>()) ?? "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [OperatorKey] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key of the server: Operator:ApiKey, one of Operator:Keys, or the one that it made itself." },
        };
        return Task.CompletedTask;
    }
}
