using k8s;
using k8s.Models;

namespace Snowtrail.Deploy.Tests;

/// <summary>The manifests as kustomize builds them for an installation.</summary>
public sealed class KubernetesTests
{
    private const string Overlay = "deploy/kubernetes/overlays/example";

    [Fact]
    public async Task Manifests_AreOfKubernetesSchema_AndHoldNoSecret()
    {
        var all = await ObjectsAsync();
        Assert.DoesNotContain(all, one => one is V1Secret);
        Assert.All(all.OfType<IKubernetesObject<V1ObjectMeta>>(), one => Assert.Equal("snowtrail", one.Metadata.NamespaceProperty));
        Assert.Equal(["snowtrail-console", "snowtrail-enrich", "snowtrail-index", "snowtrail-proxy", "snowtrail-setup"], Pods(all).Select(pod => pod.Name).Order());
        Assert.Equal(50, all.OfType<V1StatefulSet>().Single().Spec.VolumeClaimTemplates.Single().Spec.Resources.Requests["storage"].ToInt64() >> 30);
    }

    [Fact]
    public async Task Containers_RunWithNothingTheyDoNotNeed()
    {
        foreach (var (name, template) in Pods(await ObjectsAsync()))
        {
            Assert.True(template.Spec.SecurityContext is { RunAsNonRoot: true, RunAsUser: > 0, SeccompProfile.Type: "RuntimeDefault" }, name);
            Assert.False(template.Spec.AutomountServiceAccountToken, name);
            foreach (var container in Containers(template))
            {
                Assert.True(container.SecurityContext is { AllowPrivilegeEscalation: false, ReadOnlyRootFilesystem: true, Capabilities.Drop: ["ALL"] }, container.Name);
                Assert.True(container.Resources is { Limits: { } limits, Requests.Count: 2 } && limits.ContainsKey("memory"), container.Name);
                Assert.StartsWith("registry.example.com/snowtrail:", container.Image);
                var volumes = template.Spec.Volumes.Select(volume => volume.Name).Append(name == "snowtrail-proxy" ? "data" : "tmp").ToList();
                Assert.All(container.VolumeMounts, mount => Assert.Contains(mount.Name, volumes));
            }
        }
    }

    [Fact]
    public async Task CommandLines_AreTheProducts()
    {
        var all = await ObjectsAsync();
        foreach (var container in Pods(all).SelectMany(pod => Containers(pod.Template)))
        {
            await Verb.CheckAsync([.. container.Args]);
            // A file that is named is mounted
            var files = container.Args.Where(word => word.StartsWith("/var/run/", StringComparison.Ordinal));
            Assert.All(files, file => Assert.Contains(container.VolumeMounts, mount => file.StartsWith(mount.MountPath + "/", StringComparison.Ordinal)));
            var settings = Assert.Single(container.EnvFrom).ConfigMapRef.Name;
            Assert.Contains(all.OfType<V1ConfigMap>(), map => map.Metadata.Name == settings);
        }

        foreach (var setting in all.OfType<V1ConfigMap>().Single(map => map.Metadata.Name.StartsWith("snowtrail-settings", StringComparison.Ordinal)).Data.Keys)
            await Verb.CheckSettingAsync(setting);
    }

    [Fact]
    public async Task Probes_AskPortsThatTheContainerHas()
    {
        var all = await ObjectsAsync();
        foreach (var container in Pods(all).Where(pod => pod.Name != "snowtrail-setup").SelectMany(pod => pod.Template.Spec.Containers))
        {
            var health = container.Ports.Single(port => port.Name == "health");
            Assert.Equal($"0.0.0.0:{health.ContainerPort}", all.OfType<V1ConfigMap>().Select(map => map.Data.TryGetValue("SNOWTRAIL__HEALTH", out var at) ? at : null).First(at => at is not null));
            V1Probe[] probes = [container.StartupProbe, container.LivenessProbe, container.ReadinessProbe];
            Assert.All(probes, probe => Assert.Contains(container.Ports, port => port.Name == (probe.HttpGet?.Port ?? probe.TcpSocket.Port).Value));
            Assert.All(probes, probe => Assert.Contains(probe.HttpGet?.Path, (string?[])["/health/live", "/health/ready", null]));
            Assert.All(container.Ports.Where(port => port.Name != "health"), port => Assert.Contains($"0.0.0.0:{port.ContainerPort}", container.Args));
        }
    }

    [Fact]
    public async Task Selectors_FindThePodsTheyMean()
    {
        var all = await ObjectsAsync();
        var pods = Pods(all).ToDictionary(pod => pod.Name, pod => pod.Template.Metadata.Labels);
        foreach (var (name, selector) in all.OfType<V1Deployment>().Select(one => (one.Metadata.Name, one.Spec.Selector))
            .Concat(all.OfType<V1StatefulSet>().Select(one => (one.Metadata.Name, one.Spec.Selector)))
            .Concat(all.OfType<V1PodDisruptionBudget>().Select(one => (one.Metadata.Name, one.Spec.Selector))))
            Assert.Equal([name], Found(selector.MatchLabels));
        foreach (var service in all.OfType<V1Service>())
        {
            var target = Assert.Single(Found(service.Spec.Selector));
            var ports = Pods(all).Single(pod => pod.Name == target).Template.Spec.Containers.SelectMany(container => container.Ports).Select(port => port.Name);
            Assert.All(service.Spec.Ports, port => Assert.Contains(port.TargetPort.Value, ports));
        }

        // The first policy covers every pod; no pod is left without one
        Assert.Equal(pods.Keys.Order(), Found(all.OfType<V1NetworkPolicy>().Single(policy => policy.Metadata.Name == "snowtrail-base").Spec.PodSelector.MatchLabels).Order());
        Assert.All(all.OfType<V1NetworkPolicy>(), policy => Assert.NotEmpty(Found(policy.Spec.PodSelector.MatchLabels)));

        IEnumerable<string> Found(IDictionary<string, string> wanted) => pods.Where(pod => wanted.All(label => pod.Value.TryGetValue(label.Key, out var value) && value == label.Value)).Select(pod => pod.Key);
    }

    [Fact]
    public async Task Policy_IsOneThatTheGatewayTakes()
    {
        var (code, output, error) = await Repository.RunAsync(Repository.Executable, "policy", "check", "deploy/kubernetes/base/policy.yaml");
        Assert.True(code == 0, output + error);
    }

    private static async Task<List<object>> ObjectsAsync()
    {
        var (code, output, error) = await Repository.RunAsync("kubectl", "kustomize", Overlay);
        Assert.True(code == 0, error);
        // Strict: a field that Kubernetes does not know is an error
        return KubernetesYaml.LoadAllFromString(output, strict: true);
    }

    private static IEnumerable<(string Name, V1PodTemplateSpec Template)> Pods(List<object> all) =>
    [
        .. all.OfType<V1Deployment>().Select(one => (one.Metadata.Name, one.Spec.Template)),
        .. all.OfType<V1StatefulSet>().Select(one => (one.Metadata.Name, one.Spec.Template)),
        .. all.OfType<V1Job>().Select(one => (one.Metadata.Name, one.Spec.Template)),
    ];

    private static IEnumerable<V1Container> Containers(V1PodTemplateSpec template) => [.. template.Spec.Containers, .. template.Spec.InitContainers ?? []];
}
