using Microsoft.Extensions.Options;
using SessionGrains.Api.Docs;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.MediaCollection;

namespace SessionGrains.Api.Operators;

/// <summary>What operators read (decisions.md sections 1 and 6).</summary>
internal static class OperatorsApi
{
    private const string SessionPath = PlayerHandlers.SessionsPath + "/{sid}";
    private const string ReportsPath = "/api/v1/reports";

    public static WebApplicationBuilder AddOperators(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<OperatorOptions>().BindConfiguration(OperatorOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OperatorOptions>, OperatorOptionsValidator>();
        services.AddSingleton<OperatorRule>();
        services.AddSingleton<SessionReader>();
        services.AddSingleton<ReportFeed>();
        return builder;
    }

    public static WebApplication MapOperators(this WebApplication app)
    {
        var reader = app.Services.GetRequiredService<SessionReader>();
        app.MapGet(SessionPath, reader.ReadSession).DescribedAs(OperatorOperations.ReadSession).ForOperators();
        app.MapMethods(SessionPath, [HttpMethods.Head], reader.ReadSession).ExcludeFromDescription().ForOperators();
        app.MapGet(ReportsPath, app.Services.GetRequiredService<ReportFeed>().ReadReports).DescribedAs(OperatorOperations.ReadReports).ForOperators();
        return app;
    }
}
