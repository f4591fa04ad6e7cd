using System.Diagnostics.Metrics;
using SessionGrains.Api.Docs;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Limits;
using SessionGrains.Api.Operators.Access;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Descriptions;
using SessionGrains.Api.Operators.Exports;
using SessionGrains.Api.Operators.Keys;
using SessionGrains.Api.Operators.Live;
using SessionGrains.Api.Operators.Privacy;
using SessionGrains.Api.Operators.Quarantine;
using SessionGrains.Api.Operators.Reports;
using SessionGrains.Api.Operators.Sessions;
using SessionGrains.Api.Operators.Streams;
using SessionGrains.Api.Sessions;

namespace SessionGrains.Api.Operators;

/// <summary>Registers the services for operators and maps their endpoints.</summary>
internal static class OperatorsApi
{
    private const string SessionPath = SessionPaths.All + "/{sid}";
    private const string ReportsPath = "/api/v1/reports";
    private const string QuarantinePath = "/api/v1/quarantine";
    private const string ExportsPath = "/api/v1/exports";
    private const string OperatorSessionPath = "/api/v1/operator/session";

    public static WebApplicationBuilder AddOperators(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<OperatorOptions>().BindConfiguration(OperatorOptions.Section).PostConfigure(OperatorOptions.LeaveOutBlankKeys).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OperatorOptions>, OperatorOptionsValidator>();
        builder.AddOperatorKeys();
        services.AddSingleton<OperatorCookie>();
        services.AddSingleton<OperatorRule>();
        services.AddSingleton(static services => new StreamLimiter(() => services.GetRequiredService<IOptions<OperatorOptions>>().Value.MaxStreams));
        services.AddSingleton<StreamEndpoint>();
        services.AddSingleton<OperatorSession>();
        services.AddSingleton<SessionReader>();
        services.AddSingleton<SessionStream>();
        services.AddSingleton<SessionSearch>();
        services.AddSingleton<ReportFeed>();
        services.AddSingleton<ClusterCalls>();
        services.AddSingleton<QuarantineApi>();
        services.AddSingleton<ExportsApi>();
        services.AddSingleton<PrivacyApi>();
        services.AddLive();
        services.ConfigureHttpJsonOptions(static json => AnswerJson.Add(json.SerializerOptions, new SessionJson(), new LiveJson(), new ReportJson(), new QuarantineJson(), new ExportsJson(), new PrivacyJson(), new AccessJson()));
        return builder;
    }

    public static WebApplication MapOperators(this WebApplication app)
    {
        var reader = app.Services.GetRequiredService<SessionReader>();
        var stream = app.Services.GetRequiredService<SessionStream>();
        var search = app.Services.GetRequiredService<SessionSearch>();
        var reports = app.Services.GetRequiredService<ReportFeed>();
        app.MapOperation(HttpMethods.Get, SessionPath, reader.ReadSession, OperatorOperations.ReadSession).ForOperators();
        app.MapMethods(SessionPath, [HttpMethods.Head], reader.ReadSession).ExcludeFromDescription().ForOperators();
        app.MapOperation(HttpMethods.Get, SessionPath + "/stream", stream.StreamSession, SessionOperations.StreamSession).ForOperators();
        app.MapOperation(HttpMethods.Get, SessionPaths.All, search.FindSessions, SessionOperations.FindSessions).ForOperators();
        app.MapOperation(HttpMethods.Get, ReportsPath, reports.ReadReports, OperatorOperations.ReadReports).ForOperators();
        var quarantine = app.Services.GetRequiredService<QuarantineApi>();
        app.MapOperation(HttpMethods.Get, QuarantinePath, quarantine.ReadQuarantine, QuarantineOperations.ReadQuarantine).ForOperators();
        app.MapOperation(HttpMethods.Delete, QuarantinePath + "/{sid}", quarantine.PurgeSession, QuarantineOperations.PurgeSession).ForOperators(OperatorPermission.Control);
        var exports = app.Services.GetRequiredService<ExportsApi>();
        app.MapOperation(HttpMethods.Get, ExportsPath, exports.ReadExports, ExportOperations.ReadExports).ForOperators();
        app.MapOperation(HttpMethods.Post, ExportsPath + "/{name}/pause", exports.PauseExport, ExportOperations.PauseExport).ForOperators(OperatorPermission.Control);
        app.MapOperation(HttpMethods.Post, ExportsPath + "/{name}/resume", exports.ResumeExport, ExportOperations.ResumeExport).ForOperators(OperatorPermission.Control);
        app.MapOperation(HttpMethods.Post, ExportsPath + "/{name}/rewind", exports.RewindExport, ExportOperations.RewindExport).ForOperators(OperatorPermission.Control);
        app.MapOperation(HttpMethods.Post, ExportsPath + "/{name}/resend", exports.ResendExport, ExportOperations.ResendExport).ForOperators(OperatorPermission.Control);
        var privacy = app.Services.GetRequiredService<PrivacyApi>();
        app.MapOperation(HttpMethods.Post, PrivacyApi.ErasePath, privacy.EraseViewer, PrivacyOperations.EraseViewer).ForOperators(OperatorPermission.Control);
        app.MapOperation(HttpMethods.Get, PrivacyApi.ErasuresPath + "/{id}", privacy.ReadErasure, PrivacyOperations.ReadErasure).ForOperators();
        FiniteNumber.AddInstrument(app.Services.GetRequiredService<IMeterFactory>());
        app.MapOperatorSession();
        app.MapLive();
        return app;
    }

    private static void MapOperatorSession(this WebApplication app)
    {
        var session = app.Services.GetRequiredService<OperatorSession>();
        app.MapOperation(HttpMethods.Get, OperatorSessionPath, OperatorSession.Read, AccessOperations.ReadAccess).ForOperators();
        app.MapOperation(HttpMethods.Post, OperatorSessionPath, session.Open, AccessOperations.OpenAccess).ForAnybody();
        app.MapOperation(HttpMethods.Delete, OperatorSessionPath, session.Close, AccessOperations.CloseAccess).ForAnybody();
    }
}
