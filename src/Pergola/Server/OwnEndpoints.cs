using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pergola.Control.Loops;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Hosts;
using Pergola.Domain.Network;
using Pergola.Machine.Tasks;
using Pergola.Node;
using Pergola.Planning;
using Pergola.Planning.Hosts;
using Pergola.Proxy.Tls;
using Pergola.Store;

namespace Pergola.Server;

/// <summary>
/// What is ours on the endpoint: <c>/_pergola/*</c>, and the health path that users' wait scripts know.
/// </summary>
internal sealed class OwnEndpoints(
    ServerOptions options,
    Ledger ledger,
    Reconciler reconciler,
    IContainers containers,
    Func<string> metrics,
    LocalAuthority authority,
    TimeProvider time,
    IEntropy entropy)
{
    /// <summary>
    /// How long a command may wait for the node: far more than a pass takes, far less than a user's patience.
    /// </summary>
    private static readonly TimeSpan s_nodeWaitMax = TimeSpan.FromSeconds(20);

    public void Map(WebApplication web)
    {
        web.MapGet(
            "/_pergola/health", (HttpContext context) => WriteAsync(context, Health(), OwnJson.Default.HealthView));
        web.MapGet("/_localstack/health", (HttpContext context) => WriteAsync(
            context, new ServicesView(AllBindings.Services.ToDictionary(s => s.Id, _ => "running")),
            OwnJson.Default.ServicesView));
        web.MapGet("/_pergola/ca.pem", context =>
        {
            context.Response.ContentType = "application/x-pem-file";
            return context.Response.WriteAsync(authority.RootPem, context.RequestAborted);
        });
        web.MapGet("/_pergola/metrics", MetricsAsync);
        web.MapPost("/_pergola/reset", ResetAsync);
        web.MapPost("/_pergola/hosts", OpenHostAsync);
        web.MapGet("/_pergola/sandboxes/{target}", FindSandboxAsync);
    }

    private HealthView Health() => new(
        "ok",
        options.Mode,
        containers.Name,
        ledger.Current.Revision,
        reconciler.Report?.Revision ?? 0,
        Environment.ProcessId,
        options.Prefix,
        [.. (reconciler.Report?.Failures ?? []).Select(f => $"{f.Name}: {f.Value}")]);

    private Task MetricsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(metrics());
    }

    /// <summary>Empties the state and waits until the machine is empty as well.</summary>
    private async Task ResetAsync(HttpContext context)
    {
        await ledger.ResetAsync().ConfigureAwait(false);
        var revision = ledger.Current.Revision;
        var empty = await WaitForReportAsync(
            report => report.Revision >= revision && report.Vpcs.Count == 0 && report.Interfaces.Count == 0
                && report.Tasks.Count == 0,
            context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = empty ? StatusCodes.Status204NoContent : StatusCodes.Status504GatewayTimeout;
    }

    /// <summary>
    /// Opens a throw-away host and answers one line of JSON when it can be entered. The host lives as long as the
    /// connection does.
    /// </summary>
    private async Task OpenHostAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var request = new HostRequest(
            query["vpc"].ToString(),
            query["subnet"].ToString() is { Length: > 0 } subnet ? subnet : null,
            [.. query["security-group"].Where(group => !string.IsNullOrEmpty(group))!]);
        var decision = await ledger.CommitAsync(
            snapshot => HostDecisions.Open(request, snapshot, entropy, time.GetUtcNow()) switch
            {
                Decision<ThrowAwayHost>.Accept accept => ((Decision<ThrowAwayHost>)accept, accept.Changes),
                var reject => (reject, ImmutableArray<Change>.Empty),
            },
            context.RequestAborted).ConfigureAwait(false);
        if (decision is Decision<ThrowAwayHost>.Reject { Error: var error })
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, error.Message).ConfigureAwait(false);
            return;
        }

        var host = ((Decision<ThrowAwayHost>.Accept)decision).Response;
        try
        {
            var ready = await WaitForReportAsync(
                report => report.Interfaces.Contains(host.NetworkInterfaceId) && report.Vpcs.Contains(host.VpcId),
                context.RequestAborted).ConfigureAwait(false);
            if (!ready)
            {
                await RefuseAsync(
                    context,
                    StatusCodes.Status504GatewayTimeout,
                    $"The host's interface {host.NetworkInterfaceId} did not come up: "
                    + string.Join("; ", Health().Failures))
                    .ConfigureAwait(false);
                return;
            }

            await WriteAsync(context, View(FindInterface(host.NetworkInterfaceId)!.Value), OwnJson.Default.SandboxView)
                .ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The command has ended: that is how a host ends.
        }
        finally
        {
            await ledger.CommitAsync(
                snapshot => (0, HostDecisions.Close(snapshot, host.HostId)), CancellationToken.None)
                .ConfigureAwait(false);
        }
    }

    private Task FindSandboxAsync(HttpContext context)
    {
        var target = (string?)context.Request.RouteValues["target"] ?? "";
        return FindInterface(target) is { } found
            ? WriteAsync(context, View(found), OwnJson.Default.SandboxView)
            : RefuseAsync(
                context,
                StatusCodes.Status404NotFound,
                $"Nothing that runs is called '{target}'. "
                + "Give a task id (or its beginning), an interface (eni-…) or a VPC (vpc-…).");
    }

    private (Scope Scope, NetworkInterface Interface)? FindInterface(string target)
    {
        if (target.Length < 6)
        {
            return null;
        }

        foreach (var (scope, realm) in ledger.Current.Realms)
        {
            var found = realm.Of<NetworkInterface>().All.FirstOrDefault(i => i.Sandbox is not null
                && (i.NetworkInterfaceId == target
                    || i.Sandbox.Contains(target, StringComparison.Ordinal)
                    || target.EndsWith('/' + i.Owner.Split('/')[^1], StringComparison.Ordinal)));
            if (found is not null)
            {
                return (scope, found);
            }
        }

        return null;
    }

    private SandboxView View((Scope Scope, NetworkInterface Interface) found)
    {
        var realm = ledger.Current.In(found.Scope);
        var vpc = realm.Of<Vpc>()[found.Interface.VpcId];
        var resolver = Cidr.Parse(vpc.CidrBlock).AddressAt(2).ToString();
        var address = found.Interface.PrivateIpAddress;
        var hostname = $"ip-{address.Replace('.', '-')}.{found.Scope.Region}.compute.internal";
        return new SandboxView(
            NodeAgent.SandboxName(options.Prefix, found.Interface.Sandbox!),
            address,
            vpc.EnableDnsSupport ? resolver : null,
            hostname,
            Environment.ProcessId,
            options.InUserNamespace);
    }

    private async Task<bool> WaitForReportAsync(Func<NodeReport, bool> condition, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (reconciler.Report is { } report && condition(report))
            {
                done.TrySetResult();
            }
        }

        reconciler.Reported += Look;
        try
        {
            Look();
            await done.Task.WaitAsync(s_nodeWaitMax, time, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            reconciler.Reported -= Look;
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, new RefusalView(message), OwnJson.Default.RefusalView);
    }

    private static async Task WriteAsync<T>(
        HttpContext context, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> json)
    {
        context.Response.ContentType = "application/json";
        var line = JsonSerializer.SerializeToUtf8Bytes(value, json);
        await context.Response.Body.WriteAsync(line, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.WriteAsync("\n"u8.ToArray(), context.RequestAborted).ConfigureAwait(false);
    }
}
