using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Snowtrail.Schemas.Tests.Surface;

/// <summary>The public types of an assembly and what they declare themselves, as text; what the compiler adds to records is left out.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    internal static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Header(type)).Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Header(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : type.IsAbstract && type.IsSealed ? "static class" : "class";
        var bases = type.IsEnum ? [] : type.GetInterfaces().Where(i => !i.Name.StartsWith("IEquatable", StringComparison.Ordinal)).Select(TypeName.Of);
        var list = string.Join(", ", bases.Order(StringComparer.Ordinal));
        return $"{kind} {type.Namespace}.{TypeName.Of(type)}{(list.Length > 0 ? " : " + list : "")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{Convert.ToInt32(Enum.Parse(type, name)):d2} {name}");
        }

        var nullable = new NullabilityInfoContext();
        return
        [
            .. type.GetProperties(Declared).Select(property => Property(property, nullable)),
            .. type.GetMethods(Declared).Where(method => !method.IsSpecialName && !IsFromCompiler(method) && !IsOfEveryObject(method)).Select(Method),
            .. type.GetConstructors(Declared).Where(made => !IsFromCompiler(made) && made.GetParameters().Length > 0)
                .Select(made => $"new({Parameters(made)})"),
            .. type.GetFields(Declared).Select(field => $"field {TypeName.Of(field.FieldType)} {field.Name}"),
        ];
    }

    private static bool IsFromCompiler(MethodBase method) => method.IsDefined(typeof(CompilerGeneratedAttribute));

    private static bool IsOfEveryObject(MethodInfo method) => method.Name is nameof(Equals) or nameof(GetHashCode);

    private static string Property(PropertyInfo property, NullabilityInfoContext nullable)
    {
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var optional = !property.PropertyType.IsValueType && nullable.Create(property).ReadState == NullabilityState.Nullable ? "?" : "";
        var setter = property.SetMethod is null ? "get;" : "get; init;";
        return $"{Static(property.GetMethod!)}{required}{TypeName.Of(property.PropertyType)}{optional} {property.Name} {{ {setter} }}";
    }

    private static string Method(MethodInfo method)
    {
        var arguments = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeName.Of))}>" : "";
        return $"{Static(method)}{TypeName.Of(method.ReturnType)} {method.Name}{arguments}({Parameters(method)})";
    }

    private static string Static(MethodInfo method) => method.IsStatic ? "static " : "";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{TypeName.Of(parameter.ParameterType)} {parameter.Name}"));
}
