using Xunit.Sdk;

namespace SessionGrains.Stores.Tests;

/// <summary>A fact that is skipped, with the reason, when its class has <see cref="NeedsRedisAttribute"/> and there is no <c>redis-server</c>.</summary>
[XunitTestCaseDiscoverer("SessionGrains.Stores.Tests.StoreFactDiscoverer", "SessionGrains.Stores.Tests")]
public sealed class StoreFactAttribute : FactAttribute;

/// <summary>Its tests start a <c>redis-server</c> of their own.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsRedisAttribute : Attribute;

public sealed class StoreFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new StoreTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}

public sealed class StoreTestCase : XunitTestCase
{
    [Obsolete("For xunit's deserializer.")]
    public StoreTestCase()
    {
    }

    public StoreTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod method)
        : base(diagnostics, display, displayOptions, method)
    {
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute) =>
        (TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsRedisAttribute)).Any() ? RedisProcess.Missing : null) ?? base.GetSkipReason(factAttribute);
}
