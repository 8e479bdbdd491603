namespace Pergola.Pages;

/// <summary>The console's first page: the map and what runs, live.</summary>
public static class ConsolePage
{
    /// <summary>The whole page.</summary>
    public static string Render(Topology topology, string mode) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Pergola</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/_pergola/console.css">
        </head>
        <body>
        <header><h1>Pergola</h1><span class="mode">{mode}</span>
        <span id="live" class="live" title="live">●</span></header>
        <main id="map">{Fragment(topology)}</main>
        <script src="/_pergola/console.js"></script>
        </body>
        </html>
        """).Text;

    /// <summary>What changes: replaced by the script whenever the state has a new revision.</summary>
    public static Html Fragment(Topology topology) => Html.Of($"""
        {Failures(topology)}
        <section><h2>Map <small>revision {topology.Revision}</small></h2>
        {(IsEmpty(topology) ? Nothing : MapView.Render(topology))}
        <p class="columns"><span>VPCs</span><span>service networks</span>
        <span>services and rules</span><span>target groups</span></p>
        </section>
        {EcsServices(topology)}
        {Tasks(topology)}
        """);

    private static bool IsEmpty(Topology topology) =>
        topology.Vpcs.Count + topology.Networks.Count + topology.Services.Count + topology.TargetGroups.Count == 0;

    private static Html Nothing { get; } = Html.Of($"""
        <p class="nothing">Nothing is here yet.
        Apply <code>examples/playground</code>, or run <code>./pergola demo</code>.</p>
        """);

    private static Html Failures(Topology topology) => topology.Failures.Count == 0 ? Html.Empty : Html.Of($"""
        <section class="failures"><h2>Not as desired</h2><ul>
        {Html.Join(topology.Failures.Select(failure => Html.Of($"<li>{failure}</li>")))}
        </ul></section>
        """);

    private static Html EcsServices(Topology topology) => topology.EcsServices.Count == 0 ? Html.Empty : Html.Of($"""
        <section><h2>ECS services</h2><table>
        <tr><th>cluster</th><th>service</th><th>status</th><th>desired</th><th>running</th><th>pending</th>
        <th>task definition</th><th>last event</th></tr>
        {Html.Join(topology.EcsServices.Select(s => Html.Of($"""
            <tr><td>{s.Cluster}</td><td>{s.Name}</td><td>{s.Status}</td><td>{s.Desired}</td><td>{s.Running}</td>
            <td>{s.Pending}</td><td>{s.TaskDefinition}</td><td>{s.LastEvent}</td></tr>
            """)))}
        </table></section>
        """);

    private static Html Tasks(Topology topology) => topology.Tasks.Count == 0 ? Html.Empty : Html.Of($"""
        <section><h2>Tasks</h2><table>
        <tr><th>task</th><th>cluster</th><th>group</th><th>last status</th><th>desired</th>
        <th>address</th><th>why stopped</th></tr>
        {Html.Join(topology.Tasks.Select(t => Html.Of($"""
            <tr class="{t.LastStatus.ToLowerInvariant()}">
            <td><code>{t.TaskId}</code></td><td>{t.Cluster}</td><td>{t.Group}</td>
            <td>{t.LastStatus}</td><td>{t.DesiredStatus}</td><td>{t.Address}</td><td>{t.StoppedReason}</td></tr>
            """)))}
        </table></section>
        """);
}
