{{/* What the schema can not say: names that go together. */}}
{{- define "fleet.validate" -}}
{{- $names := keys .Values.workloads -}}
{{- $maps := dict "config" "what is not reloaded" -}}
{{- range $file, $it := .Values.files -}}
{{- if $it.reloaded -}}
{{- $map := trimSuffix (ext $file) $file -}}
{{- if hasKey $maps $map -}}
{{- fail (printf "files.%s: its ConfigMap would have the name of that of %s; choose another" $file (get $maps $map)) -}}
{{- end -}}
{{- $_ := set $maps $map $file -}}
{{- end -}}
{{- end -}}
{{- range $name, $workload := .Values.workloads -}}
{{- if has $name (list "gateway" "peers") -}}
{{- fail (printf "workloads.%s: the chart uses this name itself; choose another" $name) -}}
{{- end -}}
{{- range $workload.template.files -}}
{{- if not (hasKey $.Values.files .) -}}
{{- fail (printf "workloads.%s.template.files names %q, and there is no such file" $name .) -}}
{{- end -}}
{{- end -}}
{{- $hooks := 0 -}}
{{- range $workload.template.preStop -}}
{{- if ne (.method | default "") "POST" -}}{{- $hooks = add1 $hooks -}}{{- end -}}
{{- end -}}
{{- if gt $hooks 1 -}}
{{- fail (printf "workloads.%s.template.preStop: Kubernetes has one hook (a GET or a sleep); leave out the others" $name) -}}
{{- end -}}
{{- end -}}
{{- range $route, $it := .Values.routes -}}
{{- range $it.workloads -}}
{{- if not (has . $names) -}}
{{- fail (printf "routes.%s names %q, and there is no such workload; there are %s" $route . (join ", " (sortAlpha $names))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end }}
