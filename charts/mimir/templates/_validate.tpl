{{/* What the schema can not say: names that go together. */}}
{{- define "mimir.validate" -}}
{{- include "mimir.validateEnv" (dict "env" .Values.env "where" "env") -}}
{{- $names := list -}}
{{- range $name, $workload := .Values.workloads -}}
{{- if $workload -}}
{{- $names = append $names $name -}}
{{- include "mimir.validateEnv" (dict "env" $workload.env "where" (printf "workloads.%s.env" $name)) -}}
{{- $whole := printf "%s%s" $.Values.namePrefix $name -}}
{{- if gt (len $whole) 52 -}}
{{- fail (printf "workloads.%s: the name %q has %d characters, and a StatefulSet's pods leave room for 52; shorten it or namePrefix" $name $whole (len $whole)) -}}
{{- end -}}
{{- if has $name (list "gateway" "gossip-ring") -}}
{{- fail (printf "workloads.%s: the chart uses this name itself; choose another" $name) -}}
{{- end -}}
{{- $hooks := 0 -}}{{- $posts := 0 -}}
{{- range $workload.preStop -}}
{{- if eq (.method | default "") "POST" -}}{{- $posts = add1 $posts -}}{{- else -}}{{- $hooks = add1 $hooks -}}{{- end -}}
{{- end -}}
{{- if or (gt $hooks 1) (gt $posts 1) -}}
{{- fail (printf "workloads.%s.preStop: Kubernetes has one hook (a GET or a sleep), and rollout-operator one POST; leave out the others" $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $apiGroup, $served := .Values.routes -}}
{{- range $served -}}
{{- if not (has . $names) -}}
{{- fail (printf "routes.%s names %q, and there is no such workload; there are %s" $apiGroup . (join ", " $names)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $s3 := .Values.s3 -}}
{{- if and $s3.existingSecret $s3.accessKeyId -}}
{{- fail "s3.existingSecret and s3.accessKeyId are both set; give one" -}}
{{- end -}}
{{- end }}

{{/* In: env, where. */}}
{{- define "mimir.validateEnv" -}}
{{- $own := list "ID" "NAMESPACE" "IP" "ZONE" "HTTP_PORT" "GRPC_PORT" "GOSSIP_PORT" "DATA" "RUNTIME" -}}
{{- $own = concat $own (list "S3_ENDPOINT" "S3_BUCKET" "S3_INSECURE" "S3_ACCESS_KEY_ID" "S3_SECRET_ACCESS_KEY") -}}
{{- range $name, $_ := .env -}}
{{- if has $name $own -}}
{{- fail (printf "%s.%s: the chart gives this variable to the config itself; choose another name" $.where $name) -}}
{{- end -}}
{{- end -}}
{{- end }}
