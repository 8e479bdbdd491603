namespace Pergola.EndToEnd.Tests;

/// <summary>One server for all tests of a class, for tests that ask and build nothing that others could see.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    internal PergolaProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PergolaProcess.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
